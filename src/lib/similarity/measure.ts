// How alike a text and an image's captions are: which measures there are, and each by its plain definition.
import { OptionError } from "../base/errors.js";
import { type BleuOptions, sentenceBleu } from "../text/bleu.js";
import { type MeteorOptions, meteor } from "../text/meteor.js";
import { porterStem } from "../text/porterStem.js";
import { stopWords } from "../text/stopWords.js";
import { tokenize, wordTokenize } from "../text/tokenize.js";

export const similarityMeasures = ["bleu", "meteor", "both", "released"] as const;

/**
 * - `bleu`: sentence BLEU of the text against all captions of the image
 * - `meteor`: METEOR of the text, the best over the captions
 * - `both`: their weighted mean, S of the dynamic margin (eq. 29) and of the paper's Figure 7
 * - `released`: what the authors' script computes instead: the mean of BLEU-4 over stems and of the share of
 *   content words in common; its mean over RSITMD's test matrix, 0.028, is the paper's figure
 */
export type SimilarityMeasure = (typeof similarityMeasures)[number];

export interface MeasureOptions {
  /** Default `both`. */
  readonly measure?: SimilarityMeasure;
  /** What BLEU weighs in `both`, 0 … 1; METEOR weighs the rest. The paper gives no number. Default 0.5. */
  readonly bleuShare?: number;
  readonly bleu?: BleuOptions;
  readonly meteor?: MeteorOptions;
}

/** The options with their defaults filled in. */
export interface CheckedMeasure {
  readonly measure: SimilarityMeasure;
  readonly bleuShare: number;
  readonly bleu: BleuOptions;
  readonly meteor: MeteorOptions;
}

/** @throws {OptionError} for an unknown measure or a share outside 0 … 1 */
export function checkMeasure(options: MeasureOptions): CheckedMeasure {
  const { measure = "both", bleuShare = 0.5, bleu = {}, meteor: meteorOptions = {} } = options;
  if (!similarityMeasures.includes(measure)) {
    throw new OptionError(`measure expects one of ${similarityMeasures.join(", ")}, found "${measure}".`);
  }
  if (!(bleuShare >= 0 && bleuShare <= 1)) {
    throw new OptionError(`bleuShare expects a number from 0 to 1, found ${bleuShare}.`);
  }
  return { measure, bleuShare, bleu, meteor: meteorOptions };
}

/**
 * How alike a text and the captions of an image are, by the plain definition; `textSimilarity` does the same for
 * a whole matrix, thousands of times faster.
 *
 * @param captions of the image, as written
 * @param text as written
 * @returns 0 … 1
 * @example captionSimilarity(["Two ships in a port."], "Two boats in the harbour.")
 */
export function captionSimilarity(
  captions: readonly string[],
  text: string,
  options: MeasureOptions = {},
): number {
  const { measure, bleuShare, bleu, meteor: meteorOptions } = checkMeasure(options);
  if (measure === "released") return releasedSimilarity(captions, text);
  const [references, hypothesis] = [captions.map(tokenize), tokenize(text)];
  const share = measure === "both" ? bleuShare : measure === "bleu" ? 1 : 0;
  return (
    (share > 0 ? share * sentenceBleu(references, hypothesis, bleu) : 0) +
    (share < 1 ? (1 - share) * meteor(references, hypothesis, meteorOptions) : 0)
  );
}

/** Stems of all tokens, punctuation among them (released `generate_t2i_sim_matrix.py`). */
export function releasedStems(text: string): string[] {
  return wordTokenize(text.toLowerCase()).map(porterStem);
}

/** Whether a stem counts for the released overlap; stop words are told after stemming, so `thi` counts. */
export function isReleasedContent(stem: string): boolean {
  return !stopWords.has(stem) && stem !== "," && stem !== ".";
}

function releasedSimilarity(captions: readonly string[], text: string): number {
  const references = captions.map(releasedStems);
  const hypothesis = releasedStems(text);
  const same = references.some((reference) => reference.join(" ") === hypothesis.join(" "));
  const bleu = same ? 1 : sentenceBleu(references, hypothesis);
  const content = new Set(hypothesis.filter(isReleasedContent));
  const shares = references
    .map((reference) => reference.filter(isReleasedContent))
    .filter((words) => words.length > 0)
    .map((words) => new Set(words.filter((word) => content.has(word))).size / words.length);
  const overlap = shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);
  return (bleu + overlap) / 2;
}
