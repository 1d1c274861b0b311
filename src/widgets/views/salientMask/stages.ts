// Intermediate results of a model's visual self-attention, as stages of the salient mask viewer.
import * as tf from "@tensorflow/tfjs-core";
import { WidgetError } from "typescript-lab/widget";
import { minMaxScale } from "../../../lib/base/drawing/minMax.js";
import type { ImageSource } from "../../../lib/data/images/imageSource.js";
import {
  type AttentionStages,
  hasAttentionStages,
  hasSalientMask,
} from "../../../lib/models/contract/capabilities.js";
import type { RetrievalModel } from "../../../lib/models/contract/retrievalModel.js";
import { imageTensors } from "../../../lib/retrieval/encode.js";
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
 * const inputs = await imageTensors(model, paths.slice(0, 2));
 * const [first] = await maskStages(model.attend(inputs));
 * console.log(first!.map(({ name }) => name)); // salient mask, main map, gate, channel mask
 */
export async function maskStages(attention: Omit<AttentionStages, "embedding">): Promise<MaskStage[][]> {
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

/** Images that are encoded together. */
const batchSize = 16;

/**
 * Computes the stages that a model has for some images: those of its attention, or its salient mask only.
 * @throws {WidgetError} when the model has neither
 * @throws {DataError} that names an image which cannot be opened
 */
export async function modelStages(
  model: RetrievalModel,
  images: readonly ImageSource[],
): Promise<MaskStage[][]> {
  const stages: MaskStage[][] = [];
  for (let first = 0; first < images.length; first += batchSize)
    stages.push(...(await batchStages(model, images.slice(first, first + batchSize))));
  return stages;
}

async function batchStages(model: RetrievalModel, images: readonly ImageSource[]): Promise<MaskStage[][]> {
  if (!hasAttentionStages(model) && !hasSalientMask(model)) {
    throw new WidgetError(
      `SalientMaskViewer: expected a model with attend() or salientMask(), found "${model.options.network}" with neither; show a model with a salient mask, such as lesson/small.`,
    );
  }
  const inputs = await imageTensors(model, images);
  try {
    if (hasAttentionStages(model)) {
      const attention = tf.tidy(() => ({ ...model.attend(inputs) }));
      return await maskStages(attention).finally(() => tf.dispose(Object.values(attention)));
    }
    const mask = tf.tidy(() => model.salientMask(inputs));
    return await plainStages(mask).finally(() => mask.dispose());
  } finally {
    tf.dispose(Object.values(inputs));
  }
}

/** Returns the only stage of each image. @param mask [batch, height, width] */
async function plainStages(mask: tf.Tensor3D): Promise<MaskStage[][]> {
  const [batch, height, width] = mask.shape;
  const values = (await mask.data()) as Float32Array;
  const size = height * width;
  return Array.from({ length: batch }, (_, i) => [
    { name: "salient mask", values: values.slice(i * size, (i + 1) * size), width, height },
  ]);
}
