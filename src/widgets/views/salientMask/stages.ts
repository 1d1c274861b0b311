// Intermediate results of a model's visual self-attention, as stages of the salient mask viewer.
import { minMaxScale } from "../../../lib/base/minMax.js";
import type { VisualSelfAttention } from "../../../lib/index.js";
import type { StageKind } from "./state.js";

/** One intermediate result for one image. */
export interface MaskStage {
  /** Name in the viewer's menu. */
  readonly name: string;
  /** width × height numbers in 0…1, row after row. */
  readonly values: Float32Array;
  /** Number of columns. */
  readonly width: number;
  /** Number of rows. */
  readonly height: number;
  /** `places` are drawn over the picture, `channels` as a strip below it. Default `places`. */
  readonly kind?: StageKind;
}

/**
 * Returns the stages of each image of a batch: salient mask (|gated map|), main map, gate, and the mask over the
 * embedding's channels. The first two are scaled to 0…1 for each image.
 * @param attention maps `[batch, side, side]` and channel mask `[batch, channels]`
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
      // Gate and channel mask are in 0…1.
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
