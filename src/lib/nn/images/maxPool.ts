// Max pooling. TensorFlow's gradient on the processor searches the maxima again, on one core. Here the forward pass keeps
// their positions, and the gradient is a sum at these positions, with the same bits.
import * as tf from "@tensorflow/tfjs-core";
import { onNativeProcessor, operation } from "../../engine/native/operations.js";

/**
 * Returns the maximum of each whole window.
 *
 * @param x [batch, height, width, channels] @returns [batch, rows, columns, channels]
 */
export function maxPool(x: tf.Tensor4D, size: number, stride: number): tf.Tensor4D {
  if (!onNativeProcessor()) return tf.maxPool(x, size, stride, "valid");
  const windows = {
    ksize: { int: [1, size, size, 1] },
    strides: { int: [1, stride, stride, 1] },
    padding: "VALID",
  };
  const forward = tf.customGrad((...parts) => {
    const [input, save] = parts as unknown as [tf.Tensor4D, tf.GradSaveFunc];
    const attributes = { ...windows, T: float32, Targmax: int32, include_batch_in_index: true };
    const [value, places] = operation("MaxPoolWithArgmax", [input], attributes, 2);
    save([places!]);
    return {
      value: value as tf.Tensor4D,
      gradFunc: (dy, [savedPlaces]) => {
        const inputs = [...[dy, savedPlaces!].map((y) => tf.reshape(y, [-1])), tf.scalar(x.size, "int32")];
        const types = { T: float32, Tindices: int32, Tnumsegments: int32 };
        return tf.reshape(operation("UnsortedSegmentSum", inputs, types)[0]!, x.shape);
      },
    };
  }) as (x: tf.Tensor4D) => tf.Tensor4D;
  return forward(x);
}

const float32 = { type: "float32" } as const;
const int32 = { type: "int32" } as const;
