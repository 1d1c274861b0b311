// Gathers rows of a table. The kernel in tfjs-node reads the row numbers back to check them, and so waits for all earlier
// work of a graphics card. TensorFlow's own operation does not.
import * as tf from "@tensorflow/tfjs-core";
import { onNative, operation } from "../../engine/native/operations.js";

/**
 * Returns the rows of a table, [ids, columns].
 *
 * @param ids numbers of rows, int32
 */
export function gatherRows(table: tf.Tensor2D, ids: tf.Tensor1D): tf.Tensor2D {
  if (!onNative()) return tf.gather(table, ids);
  const gather = tf.customGrad((...parts) => {
    const [rows, save] = parts as unknown as [tf.Tensor2D, tf.GradSaveFunc];
    const attributes = { batch_dims: { int: 0 }, Tparams: float32, Tindices: int32, Taxis: int32 };
    const [value] = operation("GatherV2", [rows, ids, tf.scalar(0, "int32")], attributes);
    save([ids]);
    return {
      value: value as tf.Tensor2D,
      gradFunc: (dy, [saved]) =>
        tf.unsortedSegmentSum(dy as tf.Tensor2D, saved as tf.Tensor1D, table.shape[0]),
    };
  }) as (table: tf.Tensor2D) => tf.Tensor2D;
  return gather(table);
}

const float32 = { type: "float32" } as const;
const int32 = { type: "int32" } as const;
