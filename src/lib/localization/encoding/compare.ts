// The vector of a text, and its comparison with tiles.
import * as tf from "@tensorflow/tfjs-core";
import { Random } from "../../base/random.js";
import { hasUnguidedScores } from "../../models/contract/capabilities.js";
import type { RetrievalModel } from "../../models/contract/retrievalModel.js";
import { l2Normalize } from "../../nn/normalize.js";
import { similarityMatrix } from "../../retrieval/similarityMatrix.js";
import { sentenceOf, type TextQuery } from "../../text/query.js";
import type { Tile } from "../tiles/tile.js";
import type { EncodedBatch, EncodedTiles } from "./encodedTiles.js";

/** Shuffled sentences of v2 ("chaotic self-feeding"). */
const shuffles = 4;

/** Compares tiles with one text. Each batch of tiles is compared once. */
export class Comparison {
  readonly #scores = new Map<EncodedBatch, Float32Array>();

  /**
   * @param text [1, m]
   * @param unguided leaves out visual guidance where the model can
   */
  constructor(
    private readonly model: RetrievalModel,
    private readonly encoded: EncodedTiles,
    private readonly text: tf.Tensor2D,
    private readonly unguided: boolean,
  ) {}

  /** Returns one score for each tile. The tiles must have been encoded. */
  async scores(tiles: readonly Tile[]): Promise<Float32Array> {
    const places = tiles.map((tile) => this.encoded.placeOf(tile));
    for (const { batch } of places) {
      if (!this.#scores.has(batch)) this.#scores.set(batch, await this.#compare(batch.embeddings));
    }
    return Float32Array.from(places, ({ batch, row }) => this.#scores.get(batch)![row]!);
  }

  async #compare(visual: tf.Tensor2D): Promise<Float32Array> {
    const { model, text } = this;
    if (!this.unguided || !hasUnguidedScores(model)) return similarityMatrix(model, visual, text);
    const scores = model.unguidedSimilarity(visual, text);
    try {
      return (await scores.data()) as Float32Array;
    } finally {
      scores.dispose();
    }
  }
}

/**
 * Returns the mean vector of a sentence and of four random orders of its words, [1, m]. It is not normalized again.
 *
 * @param unguided normalizes each vector first, as for cosines without visual guidance
 */
export function selfFedVector(
  model: RetrievalModel,
  query: TextQuery,
  seed: number,
  unguided: boolean,
): tf.Tensor2D {
  const random = new Random(seed);
  const words = sentenceOf(query).trim().split(/\s+/);
  const shuffled = Array.from({ length: shuffles }, (): TextQuery => {
    const sentence = random.shuffle(words).join(" ");
    const keywords = typeof query === "string" ? undefined : query.keywords;
    return keywords ? { sentence, keywords } : sentence;
  });
  return tf.tidy(() => {
    // One after another, because a batch shares nothing between orders of words.
    const rows = tf.concat([query, ...shuffled].map((text) => model.encodeTexts([text])));
    return tf.mean(unguided ? l2Normalize(rows) : rows, 0, true) as tf.Tensor2D;
  });
}
