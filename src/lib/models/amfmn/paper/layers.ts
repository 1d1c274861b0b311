// The paper's network's layers; what an ablation switches off is not there.

import { type Layer, layer, resNet18Layers } from "../../summary/layers.js";
import type { PaperOptions } from "../options.js";
import type { TextBranch } from "./guidedAttention.js";

/** @param words rows of the word embeddings */
export function paperLayers(options: PaperOptions, words: number): Layer[] {
  const { embedding, wordEmbedding, text, fusion, attention } = options;
  const branches: readonly TextBranch[] = text === "both" ? ["sentence", "keywords"] : [text];
  const guided = branches.map((branch, i): Layer => {
    const operation = attention === "none" ? "as it is" : `by v: ${attention} attention`;
    const parameters = attention === "none" ? [] : [`guided_${branch}`];
    const inputs = attention === "none" ? [branch] : ["v", branch];
    return { name: `guided ${branch}`, operation, output: [embedding], parameters, inputs, lane: 3 + i };
  });
  const last = guided.map(({ name }) => name);
  const fused: Layer[] =
    text === "both"
      ? [
          {
            name: "F_t",
            operation: fusion === "gate" ? "VGMF: weighed by a gate" : "their mean",
            output: [embedding],
            parameters: fusion === "gate" ? ["vgmf.gate"] : [],
            inputs: last,
            lane: 3.5,
          },
        ]
      : [];
  return [
    ...resNet18Layers("resnet", options.imageSize, options.width),
    ...visualLayers(options),
    { name: "words", operation: "word numbers", output: [], parameters: [], inputs: [], lane: 3.5 },
    {
      name: "embeddings",
      operation: `of ${words} words`,
      output: [wordEmbedding],
      parameters: ["text.embedding"],
      inputs: ["words"],
      lane: 3.5,
    },
    {
      name: "bi-GRU",
      operation: "mean of both directions",
      output: [embedding],
      parameters: ["text.forward", "text.backward"],
      inputs: ["embeddings"],
      lane: 3.5,
    },
    ...branches.map(
      (branch, i): Layer => ({
        name: branch,
        operation: branch === "sentence" ? "mean over its words" : "mean over the keywords, MLP",
        output: [embedding],
        parameters: branch === "sentence" ? [] : ["keywords"],
        inputs: ["bi-GRU"],
        lane: 3 + i,
      }),
    ),
    ...guided,
    ...fused,
    {
      name: "score",
      operation: "cosine with v",
      output: [],
      parameters: [],
      inputs: ["v", ...(fused.length > 0 ? ["F_t"] : last)],
      lane: 2.5,
    },
  ];
}

function visualLayers({ visual, imageSize, width, attentionChannels, embedding }: PaperOptions): Layer[] {
  const side = imageSize / 16;
  const map = (channels: number) => [side, side, channels];
  if (visual === "global") return [layer("v", "linear of f4's mean", [embedding], ["f4"], 2, ["global"])];
  return [
    layer(
      "v(l)",
      "f1, f2 and f3 brought to f1's size",
      [4 * side, 4 * side, 7 * width],
      ["f1", "f2", "f3"],
      0,
    ),
    layer("v(h)", "f3 and f4 upsample2x", map(12 * width), ["f3", "f4"], 1),
    layer("solo", "linear of f4's mean", [embedding], ["f4"], 2, ["global"]),
    layer("low", "3×3 convolution, stride 4, PReLU", map(attentionChannels), ["v(l)"], 0, [
      "mvsa.low",
      "mvsa.low_prelu",
    ]),
    layer("high", "1×1 convolution, PReLU", map(attentionChannels), ["v(h)"], 1, [
      "mvsa.high",
      "mvsa.high_prelu",
    ]),
    layer("scales", "both, plus high's mean, L2", map(2 * attentionChannels), ["low", "high"], 0.5),
    layer("main", "1×1 convolution", map(1), ["scales"], 0, ["mvsa.main"]),
    layer("gate", "1×1 convolution, sigmoid", map(1), ["scales"], 1, ["mvsa.gate"]),
    layer("salient map", "main × gate", map(1), ["main", "gate"], 0.5),
    layer("mask", "linear, sigmoid", [embedding], ["salient map"], 1, ["mvsa.mask"]),
    layer("v", "mask × solo", [embedding], ["mask", "solo"], 2),
  ];
}
