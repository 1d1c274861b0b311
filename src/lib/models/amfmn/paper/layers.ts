// The summary of the paper's network. An ablation has no line for a part that it switches off.
import type { ResNet18 } from "../../../nn/images/resnet.js";
import type { SentenceEncoder } from "../../encoders/texts/sentenceEncoder.js";
import { type Layer, layer, resNet18Layers } from "../../summary/layers.js";
import type { FusionGate } from "./fusion.js";
import type { PaperGuide, TextBranch } from "./guidedAttention.js";
import type { KeywordEncoder } from "./keywordEncoder.js";
import type { PaperOptions } from "./options.js";
import { type ImageHead, PaperVisualSelfAttention } from "./visualSelfAttention.js";

/** The parts of the network. */
interface PaperParts {
  readonly options: PaperOptions;
  readonly branches: readonly TextBranch[];
  readonly resnet: ResNet18;
  readonly head: ImageHead;
  readonly sentences: SentenceEncoder;
  readonly keywords: KeywordEncoder | undefined;
  readonly guides: readonly PaperGuide[];
  readonly fusion: FusionGate | undefined;
}

/** Lists the layers. @param words rows of the embedding table */
export function paperLayers(parts: PaperParts, words: number): Layer[] {
  const { options, resnet, head, sentences, keywords, branches, guides, fusion } = parts;
  const { embedding, wordEmbedding, text, attention } = options;
  const guided = branches.map((branch, i): Layer => {
    const [operation, inputs] =
      attention === "none" ? ["as it is", [branch]] : [`by v: ${attention} attention`, ["v", branch]];
    return layer(`guided ${branch}`, operation, [embedding], inputs, 3 + i, [guides[i]!]);
  });
  const last = guided.map(({ name }) => name);
  const fused =
    text === "both"
      ? [
          layer(
            "F_t",
            fusion ? "VGMF: weighed by a gate" : "their mean",
            [embedding],
            last,
            3.5,
            fusion && [fusion],
          ),
        ]
      : [];
  return [
    ...resNet18Layers(resnet, options.imageSize, options.width),
    ...imageLayers(head, options),
    layer("words", "word numbers", [], [], 3.5),
    layer("embeddings", `of ${words} words`, [wordEmbedding], ["words"], 3.5, [sentences.embedding]),
    layer("bi-GRU", "mean of both directions", [embedding], ["embeddings"], 3.5, [
      sentences.forward,
      sentences.backward,
    ]),
    ...branches.map((branch, i) =>
      branch === "sentence"
        ? layer(branch, "mean over its words", [embedding], ["bi-GRU"], 3 + i)
        : layer(branch, "mean over the keywords, MLP", [embedding], ["bi-GRU"], 3 + i, [keywords!]),
    ),
    ...guided,
    ...fused,
    layer("score", "cosine with v", [], ["v", ...(fused.length > 0 ? ["F_t"] : last)], 2.5),
  ];
}

function imageLayers(
  head: ImageHead,
  { imageSize, width, attentionChannels, embedding }: PaperOptions,
): Layer[] {
  const side = imageSize / 16;
  const map = (channels: number) => [side, side, channels];
  if (!(head instanceof PaperVisualSelfAttention))
    return [layer("v", "linear of f4's mean", [embedding], ["f4"], 2, [head.solo])];
  const { main, gate, mask } = head.salient;
  return [
    layer(
      "v(l)",
      "f1, f2 and f3 brought to f1's size",
      [4 * side, 4 * side, 7 * width],
      ["f1", "f2", "f3"],
      0,
    ),
    layer("v(h)", "f3 and f4 doubled", map(12 * width), ["f3", "f4"], 1),
    layer("solo", "linear of f4's mean", [embedding], ["f4"], 2, [head.solo]),
    layer("low", "3×3 convolution, stride 4, PReLU", map(attentionChannels), ["v(l)"], 0, [
      head.low,
      head.lowPRelu,
    ]),
    layer("high", "1×1 convolution, PReLU", map(attentionChannels), ["v(h)"], 1, [head.high, head.highPRelu]),
    layer("scales", "both, plus high's mean, L2", map(2 * attentionChannels), ["low", "high"], 0.5),
    layer("main", "1×1 convolution", map(1), ["scales"], 0, [main]),
    layer("gate", "1×1 convolution, sigmoid", map(1), ["scales"], 1, [gate]),
    layer("salient map", "main × gate", map(1), ["main", "gate"], 0.5),
    layer("mask", "linear, sigmoid", [embedding], ["salient map"], 1, [mask]),
    layer("v", "mask × solo", [embedding], ["mask", "solo"], 2),
  ];
}
