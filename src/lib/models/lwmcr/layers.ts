// The summary of LW-MCR.
import { type Layer, layer } from "../summary/layers.js";
import type { LwMcrImageEncoder } from "./imageEncoder.js";
import type { LwMcrOptions } from "./options.js";
import type { LwMcrTextEncoder } from "./textEncoder.js";

/** Lists the layers. @param words rows of the embedding table */
export function lwMcrLayers(
  { imageSize: size, width: w, embedding, wordEmbedding, filters }: LwMcrOptions,
  images: LwMcrImageEncoder,
  texts: LwMcrTextEncoder,
  words: number,
): Layer[] {
  const [low, high, common] = [size / 4 - 1, size / 16 - 1, size / 8];
  return [
    layer("image", "RGB", [size, size, 3], [], 1),
    layer("SqueezeNet", "maps after fires 2 and 8", [high, high, 8 * w], ["image"], 1, [images.trunk]),
    layer("low", "3×3 convolution, stride 2, of the first map", [common, common, w], ["SqueezeNet"], 0, [
      images.lower,
    ]),
    layer("high", "1×1 convolution of the doubled second map", [common, common, w], ["SqueezeNet"], 2, [
      images.higher,
    ]),
    layer("products", `roots of mean products, maps of ${low} and ${high} px`, [w, w, 1], ["low", "high"], 1),
    layer(
      "ISA 1",
      "convolution, two attentions, pooling",
      [w / 4, w / 4, 4],
      ["products"],
      1,
      images.first.owners,
    ),
    layer("ISA 2", "convolution, two attentions", [w / 8, w / 8, 8], ["ISA 1"], 1, images.second.owners),
    layer("v", "linear, length 1", [embedding], ["ISA 2"], 1, [images.out]),
    layer("caption", "word numbers", [], [], 3),
    layer("words", `embeddings of ${words} words`, [wordEmbedding], ["caption"], 3, [texts.words]),
    layer("filters", "over 3, 4 and 5 words, maximum", [3 * filters], ["words"], 3, [texts.convolutions]),
    layer("t", "linear, length 1", [embedding], ["filters"], 3, [texts.out]),
    layer("score", "cosine of v and t", [], ["v", "t"], 2),
  ];
}
