// The summaries of the text encoders.
import { type Layer, layer } from "../../summary/layers.js";
import type { ReleasedTextEncoder } from "./releasedTextEncoder.js";

/** Lists the layers from the caption to `t`. @param words rows of the embedding table @param lane column in the picture */
export function releasedTextLayers(
  { embedding, gru, out }: ReleasedTextEncoder,
  sizes: { readonly wordEmbedding: number; readonly hidden: number; readonly embedding: number },
  words: number,
  lane: number,
): Layer[] {
  return [
    layer("caption", "word numbers", [], [], lane),
    layer("words", `embeddings of ${words} words`, [sizes.wordEmbedding], ["caption"], lane, [embedding]),
    layer("GRU", "last state", [sizes.hidden], ["words"], lane, [gru]),
    layer("t", "linear, ReLU", [sizes.embedding], ["GRU"], lane, [out]),
  ];
}
