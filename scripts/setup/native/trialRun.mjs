// Tries the addon in AMFMN_NATIVE_ADDON: its product, convolution and gradient must agree with plain JavaScript. Prints one
// line of JSON.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as tf from "@tensorflow/tfjs-core";
import { root } from "../command.mjs";

const engines = await import(pathToFileURL(join(root, "dist", "lib", "engine", "index.js")));

const wave = (shape, frequency) =>
  tf.tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(i * frequency)),
    shape,
  );
const trials = {
  product: () => tf.matMul(wave([64, 48], 0.7), wave([48, 32], 1.3)),
  convolution: () => tf.conv2d(wave([2, 16, 16, 3], 0.7), wave([3, 3, 3, 8], 1.3), 2, "valid"),
  gradient: () =>
    tf.grad((filter) => tf.sum(tf.square(tf.conv2d(wave([2, 16, 16, 3], 0.7), filter, 1, "same"))))(
      wave([3, 3, 3, 8], 1.3),
    ),
};

const results = {};
for (const engine of ["cpu", "tensorflow"]) {
  await engines.ready({ engine });
  results[engine] = Object.entries(trials).map(([name, compute]) => [name, tf.tidy(compute).dataSync()]);
}
for (const [i, [name, expected]] of results.cpu.entries()) {
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const found = results.tensorflow[i][1];
  const worst = expected.reduce((most, value, k) => Math.max(most, Math.abs(value - found[k])), 0);
  if (!(worst <= 1e-4 * scale)) {
    process.stderr.write(`a ${name} that differs by ${worst} of ${scale}\n`);
    process.exit(1);
  }
}
const { version } = (await engines.listEngines()).find(({ name }) => name === "tensorflow");
const gpu = tf.backend().isUsingGpuDevice;
process.stdout.write(`${JSON.stringify({ version, gpu, gflops: await engines.measureEngine() })}\n`);
