// A rough speed of the current engine, to compare engines.
import * as tf from "@tensorflow/tfjs-core";

/**
 * Measures how fast the current engine multiplies matrices. It takes about a third of a second.
 *
 * @returns 10⁹ floating-point operations a second, the best of several repetitions
 * @example
 * const gflops = await measureEngine();
 */
export async function measureEngine(): Promise<number> {
  const size = tf.getBackend() === "cpu" ? 192 : 1024;
  const matrix = tf.randomUniform([size, size]);
  const multiply = async () => {
    const started = performance.now();
    const product = tf.matMul(matrix, matrix);
    const corner = tf.slice(product, [0, 0], [1, 1]);
    await corner.data();
    tf.dispose([product, corner]);
    return performance.now() - started;
  };
  await multiply();
  const started = performance.now();
  let best = await multiply();
  while (performance.now() - started < 300) best = Math.min(best, await multiply());
  matrix.dispose();
  return (2 * size ** 3) / best / 1e6;
}
