// The six bars as a table: their names, how many digits they have, the paper's figures for its four data sets,
// and where the published data and the paper disagree.
import type { DatasetStatistics } from "./datasetStatistics.js";

/** One bar of Figure 9. */
export interface Bar {
  readonly key: "images" | "meanSentenceLength" | "diversity" | "meanSimilarity" | "words" | "classes";
  readonly title: string;
  /** Digits after the point, as the paper prints them. */
  readonly digits: number;
}

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
  readonly name: string;
}

/** Figure 9 of the paper. */
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

/** The paper's figures for the data set of this name; undefined when it has none. */
export function paperFiguresOf(name: string): PaperFigures | undefined {
  return paperFigures.find((figures) => name.toLowerCase().includes(figures.name.toLowerCase()));
}

/** Why published data cannot give a figure of the paper, where that is known. */
const reasons: Record<string, string> = {
  "RSITMD classes": "the released RSITMD was updated after the paper and its file names have 33 classes",
  "Sydney images": "Sydney-captions is published with 613 images",
};

/** A figure that is not the paper's. */
export interface Disagreement {
  readonly name: string;
  readonly bar: Bar;
  readonly found: number;
  readonly paper: number;
  /** What is known about it. */
  readonly reason?: string;
}

/** Where statistics, rounded as the paper rounds, are not the paper's. */
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

/** A Markdown table of the six bars, the paper's figure in brackets, and what disagrees below it. */
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

/** `RSITMD: Classes 33, the paper has 32: …` */
export function describeDisagreement({ name, bar, found, paper: published, reason }: Disagreement): string {
  const numbers = `${bar.title} ${found.toFixed(bar.digits)}, the paper has ${published.toFixed(bar.digits)}`;
  return `${name}: ${numbers}${reason ? `: ${reason}` : ""}`;
}
