// Measures of the similarity between a text and the captions of an image, by their definitions.
import { OptionError } from "../base/errors.js";
import { type BleuOptions, sentenceBleu } from "../text/measures/bleu.js";
import { type MeteorOptions, meteor } from "../text/measures/meteor.js";
import { porterStem } from "../text/measures/porterStem.js";
import { stopWords } from "../text/stopWords.js";
import { tokenize, wordTokenize } from "../text/tokenize.js";

/** Names of the similarity measures. */
export const similarityMeasures = ["bleu", "meteor", "both", "released"] as const;

/**
 * A measure of the similarity between a text and the captions of an image:
 * - `bleu`: sentence BLEU of the text against all captions
 * - `meteor`: METEOR of the text, the best over the captions
 * - `both`: their weighted mean, S of the dynamic margin (eq. 29) and of the paper's Figure 7
 * - `released`: the measure of the authors' script, which is the mean of BLEU-4 over stems and of the share of common
 *   content words. Its mean over RSITMD's test matrix is 0.028, the paper's figure.
 */
export type SimilarityMeasure = (typeof similarityMeasures)[number];

/** Options of a similarity measure. */
export interface MeasureOptions {
  /** Default `both`. */
  readonly measure?: SimilarityMeasure;
  /** Weight of BLEU in `both`, 0 … 1. METEOR has the rest. The paper gives no number. Default 0.5. */
  readonly bleuShare?: number;
  /** Options of BLEU in `bleu` and `both`. */
  readonly bleu?: BleuOptions;
  /** Options of METEOR in `meteor` and `both`. */
  readonly meteor?: MeteorOptions;
}

/** `MeasureOptions` with defaults. */
export interface CheckedMeasure {
  readonly measure: SimilarityMeasure;
  readonly bleuShare: number;
  readonly bleu: BleuOptions;
  readonly meteor: MeteorOptions;
}

/**
 * Checks the options of a measure and fills in their defaults.
 *
 * @throws {OptionError} for an unknown measure or a share outside of 0 … 1
 */
export function checkMeasure(options: MeasureOptions): CheckedMeasure {
  const { measure = "both", bleuShare = 0.5, bleu = {}, meteor: meteorOptions = {} } = options;
  if (!similarityMeasures.includes(measure)) {
    throw new OptionError(
      `measure: expected one of ${similarityMeasures.join(", ")}, found "${measure}"; name one of them.`,
    );
  }
  if (!(bleuShare >= 0 && bleuShare <= 1)) {
    throw new OptionError(
      `bleuShare: expected a number in 0…1, found ${bleuShare}; give 0.5 to weigh BLEU and METEOR equally.`,
    );
  }
  return { measure, bleuShare, bleu, meteor: meteorOptions };
}

/**
 * Returns the similarity between a text and the captions of an image, computed by the definition of the measure.
 * `textSimilarity` computes a whole matrix thousands of times faster.
 *
 * @param captions of the image, as they are written
 * @param text as it is written
 * @returns 0 … 1
 * @throws {OptionError} when an option is outside of its range
 * @example
 * captionSimilarity(["Two ships in a port."], "Two boats in the harbor.");
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

/** Returns the stems of all tokens, including punctuation (released `generate_t2i_sim_matrix.py`). */
export function releasedStems(text: string): string[] {
  return wordTokenize(text.toLowerCase()).map(porterStem);
}

/**
 * Reports whether a stem is a content word of the released measure. Stop words are removed after stemming, so that
 * `thi`, the stem of `this`, is a content word.
 */
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
