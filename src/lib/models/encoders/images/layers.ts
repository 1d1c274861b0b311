// The summary of the released image encoder.
import type { ResNet18 } from "../../../nn/images/resnet.js";
import { type Layer, layer, resNet18Layers } from "../../summary/layers.js";
import type { NetworkOptions } from "../options.js";
import type { ReleasedVisualSelfAttention } from "./releasedSelfAttention.js";

/** Lists the layers from the image to `v`, the masked embedding. */
export function releasedImageLayers(
  resnet: ResNet18,
  mvsa: ReleasedVisualSelfAttention,
  { imageSize, width, attentionChannels, embedding }: NetworkOptions,
): Layer[] {
  const side = imageSize / 16;
  const map = (channels: number) => [side, side, channels];
  const both = 2 * attentionChannels;
  const { main, gate, mask } = mvsa.salient;
  return [
    ...resNet18Layers(resnet, imageSize, width),
    layer("lower", "f1 and f2 doubled", [4 * side, 4 * side, 3 * width], ["f1", "f2"], 0),
    layer("higher", "f3 and f4 doubled", map(12 * width), ["f3", "f4"], 1),
    layer("solo", "linear of f4's mean", [embedding], ["f4"], 2, [mvsa.solo]),
    layer("LF_conv", "3×3 convolution, stride 4", map(attentionChannels), ["lower"], 0, [mvsa.low]),
    layer("HF_conv", "1×1 convolution", map(attentionChannels), ["higher"], 1, [mvsa.high]),
    layer("scales", "both, plus HF_conv's mean", map(both), ["LF_conv", "HF_conv"], 0.5),
    layer("main", "1×1 convolution", map(1), ["scales"], 0, [main]),
    layer("gate", "1×1 convolution, sigmoid", map(1), ["scales"], 1, [gate]),
    layer("salient map", "main × gate", map(1), ["main", "gate"], 0.5),
    layer("mask", "linear, sigmoid", [embedding], ["salient map"], 1, [mask]),
    layer("v", "mask × solo", [embedding], ["mask", "solo"], 2),
  ];
}
