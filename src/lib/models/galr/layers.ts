// The summary of GaLR.
import type { ResNet18 } from "../../nn/images/resnet.js";
import { Linear } from "../../nn/linear.js";
import { releasedImageLayers } from "../encoders/images/layers.js";
import type { ReleasedVisualSelfAttention } from "../encoders/images/releasedSelfAttention.js";
import { type Layer, layer } from "../summary/layers.js";
import type { Midf } from "./midf/midf.js";
import { graphLayers } from "./networks/localGalr.js";
import type { MapObjects } from "./objects/mapObjects.js";
import type { ObjectGraph } from "./objects/objectGraph.js";
import type { GalrOptions } from "./options.js";
import type { GalrTextEncoder } from "./texts.js";

/** The parts of the network. */
interface GalrParts {
  readonly options: GalrOptions;
  readonly resnet: ResNet18;
  readonly mvsa: ReleasedVisualSelfAttention;
  readonly graph: ObjectGraph;
  readonly mapObjects: MapObjects | undefined;
  readonly fusion: Midf | Linear;
  readonly text: GalrTextEncoder;
}

/** Lists the layers. A variant has no line for a part that it switches off. */
export function galrLayers({ options, resnet, mvsa, graph, mapObjects, fusion, text }: GalrParts): Layer[] {
  const { embedding } = options;
  const image = releasedImageLayers(resnet, mvsa, options).map((one) =>
    one.name === "v" ? { ...one, name: "g", operation: "mask × solo, L2 norm" } : one,
  );
  const fused =
    fusion instanceof Linear
      ? [layer("v", "linear of both, L2 norm", [embedding], ["g", "l"], 2.5, [fusion])]
      : midfLayers(fusion, options);
  return [
    ...image,
    ...graphLayers(graph, embedding, 3.5, mapObjects),
    ...fused,
    ...text.layers(5),
    layer("score", "cosine of v and t", [], ["v", "t"], 3.5),
  ];
}

function midfLayers(
  { selfAttention, guidedAttention, gammaLayers }: Midf,
  { embedding, guidance, gammas }: GalrOptions,
): Layer[] {
  const size = [embedding];
  const self = selfAttention
    ? [
        layer("SA(g)", "self-attention, feed-forward", size, ["g"], 2, [selfAttention.global]),
        layer("SA(l)", "self-attention, feed-forward", size, ["l"], 3.5, [selfAttention.local]),
      ]
    : [];
  const [g, l] = selfAttention ? ["SA(g)", "SA(l)"] : ["g", "l"];
  const guide = guidance === "sequential" ? "l by g" : l;
  const guided = guidedAttention
    ? [
        layer("l by g", "guided attention", size, [g, l], 3.5, [guidedAttention.local]),
        layer("g by l", "guided attention", size, [g, guide], 2, [guidedAttention.global]),
      ]
    : [];
  const last = guidedAttention ? ["g by l", "l by g"] : [g, l];
  const weights = gammaLayers ?? [];
  const dynamic = gammas === "two" ? [layer("γ", "dynamic weights", [2], ["g'", "l'"], 3.5, weights)] : [];
  const unused =
    gammas === "one" && gammaLayers
      ? [layer("γ", "one weight of both, without effect", [2], ["g'", "l'"], 3.5, weights)]
      : [];
  return [
    ...self,
    ...guided,
    layer("g'", "σ(l) × g", size, last, 2),
    layer("l'", "g + l", size, last, 3),
    ...dynamic,
    ...unused,
    gammas === "two"
      ? layer("v", "γ₀·g' + γ₁·l', L2 norm", size, ["g'", "l'", "γ"], 2.5)
      : layer("v", "g' + l', L2 norm", size, ["g'", "l'"], 2.5),
  ];
}
