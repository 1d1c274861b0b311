// What MVSA computes on its way, as stages that the viewer shows: each image's values scaled to 0…1.
import { minMaxScale } from "../../../lib/base/minMax.js";
import type { VisualSelfAttention } from "../../../lib/index.js";
import type { StageKind } from "./state.js";

/** Values of one stage of one image, row after row. */
export interface MaskStage {
  readonly name: string;
  /** width × height numbers in 0…1. */
  readonly values: Float32Array;
  readonly width: number;
  readonly height: number;
  /** `places` of the picture unless told; `channels` are shown as a strip below it. */
  readonly kind?: StageKind;
}

/**
 * The stages of a batch, for each image in order: where it looks (|gated map|), main map, gate, and the mask over
 * the embedding's channels.
 *
 * @example
 * const stages = await maskStages(model.attend(pixels));
 * display(new SalientMaskViewer(paths.map((label, i) => ({ label, picture: pictures[i], stages: stages[i] }))));
 */
export async function maskStages(
  attention: Pick<VisualSelfAttention, "salientMap" | "mainMap" | "gateMap" | "mask">,
): Promise<MaskStage[][]> {
  const { salientMap, mainMap, gateMap, mask } = attention;
  const [batch, side] = salientMap.shape;
  const [, channels] = mask.shape;
  const [gated, main, gate, channelMask] = (await Promise.all(
    [salientMap, mainMap, gateMap, mask].map((tensor) => tensor.data()),
  )) as [Float32Array, Float32Array, Float32Array, Float32Array];
  return Array.from({ length: batch }, (_, i) => {
    const map = (name: string, all: Float32Array, read: (value: number) => number) => {
      const values = all.subarray(i * side * side, (i + 1) * side * side).map(read);
      return { name, values: values.map(minMaxScale(values)), width: side, height: side };
    };
    return [
      map("salient mask", gated, Math.abs),
      map("main map", main, (value) => value),
      // A gate and the channel mask are shares already.
      { ...map("gate", gate, (value) => value), values: gate.slice(i * side * side, (i + 1) * side * side) },
      {
        name: "channel mask",
        values: channelMask.slice(i * channels, (i + 1) * channels),
        width: channels,
        height: 1,
        kind: "channels",
      },
    ];
  });
}
