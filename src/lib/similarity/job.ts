// A similarity matrix as a job that threads share. Each thread takes the next row until none is left.
import { bleuScorer } from "../text/measures/bleu.js";
import { WordNet } from "../text/measures/wordNet.js";
import { tokenize } from "../text/tokenize.js";
import { BleuRow } from "./bleuRow.js";
import { type Corpus, internTexts, type Lists } from "./corpus.js";
import { type CheckedMeasure, isReleasedContent, releasedStems } from "./measure.js";
import { MeteorRow } from "./meteorRow.js";
import { OverlapRow } from "./overlapRow.js";

/** Input, output and progress of the computation of a matrix, in memory that threads share. */
export interface SimilarityJob {
  readonly corpus: Corpus;
  readonly measure: CheckedMeasure;
  /** Texts of each image, by their numbers in the corpus. */
  readonly images: Lists;
  /** Text of each column, by its number in the corpus. */
  readonly columns: Int32Array;
  /** Result, `[images, columns]` row after row. */
  readonly scores: Float32Array;
  /** One number: rows that a thread has taken. */
  readonly taken: Int32Array;
  /** One number: rows that are done. */
  readonly done: Int32Array;
}

/** Prepares the job for the captions of images. */
export function prepareJob(images: readonly (readonly string[])[], measure: CheckedMeasure): SimilarityJob {
  const captions = images.flat();
  const { corpus, textOf } = intern(captions, measure);
  const starts = new Int32Array(images.length + 1);
  for (const [i, own] of images.entries()) starts[i + 1] = starts[i]! + own.length;
  return {
    corpus,
    // A dictionary cannot be sent to a thread. The corpus holds its synonyms.
    measure: { ...measure, meteor: { ...measure.meteor, wordNet: undefined } },
    images: { values: textOf, starts },
    columns: textOf,
    scores: new Float32Array(new SharedArrayBuffer(4 * images.length * captions.length)),
    taken: new Int32Array(new SharedArrayBuffer(4)),
    done: new Int32Array(new SharedArrayBuffer(4)),
  };
}

function intern(captions: readonly string[], { measure, bleu, meteor }: CheckedMeasure) {
  if (measure === "released") {
    return internTexts(captions, { words: releasedStems, orders: 4, isContent: isReleasedContent });
  }
  return internTexts(captions, {
    words: tokenize,
    orders: measure === "meteor" ? 0 : bleuScorer(bleu).orders,
    wordNet: measure === "bleu" ? undefined : (meteor.wordNet ?? WordNet.standard()),
  });
}

/** Computes rows until none is left. */
export function workOn(job: SimilarityJob): void {
  const { corpus, images, columns, scores, taken, done } = job;
  const scoreTexts = rowScorer(job);
  const ofText = new Float64Array(corpus.words.starts.length - 1);
  for (;;) {
    const row = Atomics.add(taken, 0, 1);
    if (row >= images.starts.length - 1) return;
    scoreTexts(images.values.subarray(images.starts[row], images.starts[row + 1]), ofText);
    const start = row * columns.length;
    for (let column = 0; column < columns.length; column++) {
      scores[start + column] = ofText[columns[column]!]!;
    }
    Atomics.add(done, 0, 1);
  }
}

/** Returns the function that scores every text of the corpus against the captions of one image. */
function rowScorer({ corpus, measure }: SimilarityJob): (own: Int32Array, scores: Float64Array) => void {
  if (measure.measure === "released") {
    const [bleu, overlap] = [new BleuRow(corpus, {}), new OverlapRow(corpus)];
    return (own, scores) => {
      bleu.setReferences(own);
      overlap.setReferences(own);
      for (let text = 0; text < scores.length; text++) {
        scores[text] = ((own.includes(text) ? 1 : bleu.of(text)) + overlap.of(text)) / 2;
      }
    };
  }
  const share = measure.measure === "both" ? measure.bleuShare : Number(measure.measure === "bleu");
  const bleu = share > 0 ? new BleuRow(corpus, measure.bleu) : undefined;
  const meteor = share < 1 ? new MeteorRow(corpus, measure.meteor) : undefined;
  return (own, scores) => {
    if (meteor) meteor.score(own, scores);
    else scores.fill(0);
    if (!bleu) return;
    bleu.setReferences(own);
    for (let text = 0; text < scores.length; text++) {
      scores[text] = share * bleu.of(text) + (1 - share) * scores[text]!;
    }
  };
}
