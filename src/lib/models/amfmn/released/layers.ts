// The summary of the released network.

import type { ResNet18 } from "../../../nn/images/resnet.js";
import { releasedImageLayers } from "../../encoders/images/layers.js";
import type { ReleasedVisualSelfAttention } from "../../encoders/images/releasedSelfAttention.js";
import { releasedTextLayers } from "../../encoders/texts/layers.js";
import type { ReleasedTextEncoder } from "../../encoders/texts/releasedTextEncoder.js";
import { type Layer, layer } from "../../summary/layers.js";
import type { TextGuide } from "../guidedAttention.js";
import type { ReleasedOptions } from "./options.js";

/** The parts of the network. */
interface ReleasedParts {
  readonly options: ReleasedOptions;
  readonly resnet: ResNet18;
  readonly mvsa: ReleasedVisualSelfAttention;
  readonly text: ReleasedTextEncoder;
  readonly guide: TextGuide;
}

/** Lists the layers. @param words rows of the embedding table */
export function releasedLayers(
  { options, resnet, mvsa, text, guide }: ReleasedParts,
  words: number,
): Layer[] {
  const { embedding, attention } = options;
  return [
    ...releasedImageLayers(resnet, mvsa, options),
    ...releasedTextLayers(text, options, words, 3),
    layer("guided", `t by v: ${attention} attention`, [embedding], ["v", "t"], 2.5, [guide]),
    layer("score", "cosine of v and guided", [], ["guided"], 2.5),
  ];
}
