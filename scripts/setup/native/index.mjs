// Sets up the native engine: installs TensorFlow, compiles the addon against it, and tries both. An addon is recorded
// after a successful trial only.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "../command.mjs";
import { step } from "../report.mjs";
import { addonKey, bindings, compileAddon } from "./addon.mjs";
import { findCompiler } from "./compiler.mjs";
import { findGpu } from "./gpu.mjs";
import { installedTensorflow, installTensorflow, tensorflowAt } from "./tensorflow.mjs";
import { tryAddon } from "./trial.mjs";

const cache = join(root, ".cache", "native");
const record = join(cache, "engine.json");

/** Returns true when an addon is recorded and exists. */
export function hasNative() {
  return existsSync(record) && existsSync(JSON.parse(readFileSync(record, "utf8")).addon);
}

/**
 * Sets up the native engine, and prints its speed.
 * @param gpu true for TensorFlow with CUDA; by default true when there is an NVIDIA card
 * @param folder the package folder of an installed TensorFlow to use
 * @throws {SetupError} when a requirement is missing
 */
export async function setUpNative({ gpu, folder = process.env.AMFMN_TENSORFLOW } = {}) {
  const compiler = await findCompiler();
  const card = await findGpu();
  const withGpu = gpu ?? card !== undefined;
  const tensorflow = folder
    ? tensorflowAt(folder)
    : (installedTensorflow(withGpu) ?? (await installTensorflow(withGpu)));
  const addon = join(cache, addonKey(tensorflow, compiler), "tfjs_binding.node");
  const trial = existsSync(addon) ? await tryAddon(addon) : await makeAddon(compiler, tensorflow, addon);
  const engine = {
    addon,
    library: join(tensorflow.folder, "libtensorflow_cc.so.2"),
    tensorflow: tensorflow.version,
    bindings: bindings().version,
    gpu: trial.gpu ? (card ?? "GPU") : undefined,
  };
  writeFileSync(`${record}.new`, `${JSON.stringify(engine, null, 2)}\n`);
  renameSync(`${record}.new`, record);
  const device = engine.gpu ?? "the CPU";
  process.stdout.write(
    `The native engine is ready: TensorFlow ${tensorflow.version} on ${device}, ${Math.round(trial.gflops)} GFLOP/s.\n`,
  );
  if (withGpu && !trial.gpu) {
    process.stdout.write(
      "TensorFlow: expected a GPU that it can use, found none; check that nvidia-smi lists one.\n",
    );
  }
}

/** Compiles and tries the addon in a draft folder, so that an interruption leaves no half-made addon. */
async function makeAddon(compiler, tensorflow, addon) {
  const draft = `${dirname(addon)}.${process.pid}`;
  const file = join(draft, "tfjs_binding.node");
  mkdirSync(draft, { recursive: true });
  try {
    await step(`Compiling the addon against TensorFlow ${tensorflow.version} with ${compiler.name}`, () =>
      compileAddon(compiler, tensorflow, draft),
    );
    const trial = await step("Trying a product, a convolution and a gradient", () => tryAddon(file));
    renameSync(draft, dirname(addon));
    return trial;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
