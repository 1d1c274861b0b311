// The six bars of the paper's Figure 9 as a table: their titles and digits, the paper's figures for its four data
// sets, and the differences between the published data and the paper.
import type { DatasetStatistics } from "./datasetStatistics.js";

/** One bar of Figure 9. */
export interface Bar {
  /** Name of the value in `DatasetStatistics`. */
  readonly key: "images" | "meanSentenceLength" | "diversity" | "meanSimilarity" | "words" | "classes";
  /** Title of the panel. */
  readonly title: string;
  /** Digits after the decimal point in the paper. */
  readonly digits: number;
}

/** The six bars in the order of Figure 9. */
export const sixBars: readonly Bar[] = [
  { key: "images", title: "Samples", digits: 0 },
  { key: "meanSentenceLength", title: "Mean sentence length", digits: 2 },
  { key: "diversity", title: "Diversity", digits: 2 },
  { key: "meanSimilarity", title: "Mean similarity", digits: 3 },
  { key: "words", title: "Words", digits: 0 },
  { key: "classes", title: "Classes", digits: 0 },
];

/** The paper's figures for one data set. */
export interface PaperFigures extends Readonly<Record<Bar["key"], number>> {
  /** Name of the data set in the paper. */
  readonly name: string;
  /** Number of images. */
  readonly images: number;
  /** Mean number of words in a caption. */
  readonly meanSentenceLength: number;
  /** Diversity of the captions of an image. */
  readonly diversity: number;
  /** Mean similarity of an image to the captions of other images. */
  readonly meanSimilarity: number;
  /** Number of different words. */
  readonly words: number;
  /** Number of scene classes. */
  readonly classes: number;
}

/** The values of the paper's Figure 9. */
export const paperFigures: readonly PaperFigures[] = [
  paper("Sydney", 555, 13.18, 1.83, 0.178, 224, 7),
  paper("UCM", 2100, 11.52, 0.97, 0.058, 337, 21),
  paper("RSICD", 10921, 11.57, 1.67, 0.072, 3057, 30),
  paper("RSITMD", 4743, 11.32, 4.6, 0.028, 3908, 32),
];

function paper(
  name: string,
  images: number,
  meanSentenceLength: number,
  diversity: number,
  meanSimilarity: number,
  words: number,
  classes: number,
): PaperFigures {
  return { name, images, meanSentenceLength, diversity, meanSimilarity, words, classes };
}

/**
 * Returns the paper's figures for a data set, or undefined when the paper does not have it.
 *
 * @param name contains the paper's name of the data set in any case, such as `rsitmd_precomp`
 * @example
 * paperFiguresOf("RSITMD")?.words; // 3908
 */
export function paperFiguresOf(name: string): PaperFigures | undefined {
  return paperFigures.find((figures) => name.toLowerCase().includes(figures.name.toLowerCase()));
}

/** Known reasons for differences between the published data and the paper. */
const reasons: Record<string, string> = {
  "RSITMD classes": "the released RSITMD was updated after the paper and its file names have 33 classes",
  "Sydney images": "Sydney-captions is published with 613 images",
};

/** A difference between a data set and the paper. */
export interface Disagreement {
  /** Name of the data set. */
  readonly name: string;
  /** The bar that differs. */
  readonly bar: Bar;
  /** Value of the data set. */
  readonly found: number;
  /** Value in the paper. */
  readonly paper: number;
  /** Known reason for the difference. */
  readonly reason?: string;
}

/**
 * Compares statistics with the paper's figures, rounded to the paper's digits.
 *
 * @returns the differences. A data set that the paper does not have is left out.
 * @example
 * const differing = disagreements(await datasetStatistics([dataset])).map(describeDisagreement);
 */
export function disagreements(statistics: readonly DatasetStatistics[]): Disagreement[] {
  return statistics.flatMap((found) => {
    const figures = paperFiguresOf(found.name);
    if (!figures) return [];
    return sixBars
      .filter(({ key, digits }) => found[key].toFixed(digits) !== figures[key].toFixed(digits))
      .map((bar) => ({
        name: found.name,
        bar,
        found: found[bar.key],
        paper: figures[bar.key],
        reason: reasons[`${figures.name} ${bar.key}`],
      }));
  });
}

/**
 * Writes the six bars as a Markdown table, with the paper's figures in brackets and the differences below the table.
 *
 * @example
 * console.log(sixBarsMarkdown(await datasetStatistics([dataset])));
 */
export function sixBarsMarkdown(statistics: readonly DatasetStatistics[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const body = sixBars.map(({ key, title, digits }) =>
    row([
      title,
      ...statistics.map((one) => {
        const published = paperFiguresOf(one.name)?.[key];
        return one[key].toFixed(digits) + (published === undefined ? "" : ` (${published.toFixed(digits)})`);
      }),
    ]),
  );
  const header = [
    row(["", ...statistics.map(({ name }) => name)]),
    row(["---", ...statistics.map(() => "---:")]),
  ];
  const notes = disagreements(statistics).map(describeDisagreement);
  const legend = statistics.some(({ name }) => paperFiguresOf(name))
    ? ["", "In brackets: the paper's figure."]
    : [];
  return [...header, ...body, ...legend, ...notes.map((note) => `- ${note}`)].join("\n");
}

/**
 * Describes a difference in one line.
 *
 * @example
 * describeDisagreement({ name: "RSITMD", bar: sixBars[5]!, found: 33, paper: 32 });
 * // "RSITMD: Classes 33, the paper has 32"
 */
export function describeDisagreement({ name, bar, found, paper: published, reason }: Disagreement): string {
  const numbers = `${bar.title} ${found.toFixed(bar.digits)}, the paper has ${published.toFixed(bar.digits)}`;
  return `${name}: ${numbers}${reason ? `: ${reason}` : ""}`;
}
