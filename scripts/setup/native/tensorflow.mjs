// TensorFlow's C library and headers, as they stand in its Python package: installed into .venv from PyPI, or one
// that is there already.
import { existsSync, readdirSync, statfsSync } from "node:fs";
import { dirname, join } from "node:path";
import { capture, root } from "../command.mjs";
import { pipInstall, venv, venvProgram } from "../python.mjs";
import { SetupError, step } from "../report.mjs";

/** The version that the addon is compiled and tested with. */
const wanted = "2.21";
const library = "libtensorflow_cc.so.2";
const gigabytes = { cpu: 2.5, gpu: 9 };

/**
 * The TensorFlow in a package folder, such as `…/site-packages/tensorflow`.
 * @returns its folder, version, and whether it is the package built with CUDA
 * @throws {SetupError} when the folder holds none, or one of another version
 */
export function tensorflowAt(folder) {
  if (!existsSync(join(folder, library))) {
    throw new SetupError(
      `${folder}: expected the package folder of TensorFlow with ${library}, as in .venv/lib/python3.11/site-packages/tensorflow; found no such file.`,
    );
  }
  const { version, gpu } = distribution(folder) ?? {};
  if (!version?.startsWith(`${wanted}.`)) {
    throw new SetupError(
      `${folder}: expected TensorFlow ${wanted}, found ${version ?? "no version beside it"}: leave --tensorflow and AMFMN_TENSORFLOW out to have the right one installed; the lab goes on with wasm.`,
    );
  }
  return { folder, version, gpu };
}

/** The wanted TensorFlow in .venv, or undefined. */
export function installedTensorflow(gpu) {
  const folder = packageFolder();
  if (!folder || !existsSync(join(folder, library))) return undefined;
  const found = distribution(folder);
  return found?.version.startsWith(`${wanted}.`) && found.gpu === gpu ? { folder, ...found } : undefined;
}

/** Installs it into .venv, in place of another variant or version that is there. */
export async function installTensorflow(gpu) {
  const needed = gpu ? gigabytes.gpu : gigabytes.cpu;
  const { bavail, bsize } = statfsSync(root);
  const free = (bavail * bsize) / 1e9;
  if (free < needed) {
    throw new SetupError(
      `TensorFlow ${gpu ? "with CUDA " : ""}needs ${needed} GB on the disk of ${root}, and ${free.toFixed(1)} GB are free: make room, or point --tensorflow at one that is installed; the lab goes on with wasm.`,
    );
  }
  const requirements = gpu ? "requirements-tensorflow-gpu.txt" : "requirements-tensorflow.txt";
  await step(`Installing TensorFlow ${gpu ? "with CUDA 12 (several minutes)" : "(a minute)"}`, async () => {
    // The two variants write the same files, so that pip must not lay one over the other.
    await capture(venvProgram("python"), [
      "-m",
      "pip",
      "uninstall",
      "-y",
      "-q",
      "tensorflow",
      "tensorflow-cpu",
    ]);
    await pipInstall(join(root, "python", requirements));
  });
  return tensorflowAt(packageFolder());
}

/**
 * What TensorFlow opens by name; each finds the rest by itself. Others that lie there are left alone: nvBLAS, once loaded,
 * would take over matrix products of the whole process, and parts of cuDNN load only where there is a driver.
 */
const opened =
  /^lib(cudart|cublas|cublasLt|cufft|curand|cusolver|cusparse|cudnn|cupti|nccl|nvrtc|nvJitLink)\.so\.\d+$/;

/** CUDA's libraries that pip installed beside TensorFlow, as far as it needs them. */
export function cudaLibraries({ folder, gpu }) {
  const nvidia = join(dirname(folder), "nvidia");
  if (!gpu || !existsSync(nvidia)) return [];
  return readdirSync(nvidia)
    .map((name) => join(nvidia, name, "lib"))
    .filter((lib) => existsSync(lib))
    .flatMap((lib) =>
      readdirSync(lib)
        .filter((name) => opened.test(name))
        .map((name) => join(lib, name)),
    );
}

function packageFolder() {
  const lib = join(venv, "lib");
  const python = existsSync(lib) && readdirSync(lib).find((name) => name.startsWith("python3"));
  return python ? join(lib, python, "site-packages", "tensorflow") : undefined;
}

/** What pip wrote down about the package: `tensorflow` has CUDA, `tensorflow-cpu` has not. */
function distribution(folder) {
  for (const name of readdirSync(dirname(folder))) {
    const [, variant, version] = /^tensorflow(_cpu)?-([\d.]+\w*)\.dist-info$/.exec(name) ?? [];
    if (version) return { version, gpu: variant === undefined };
  }
  return undefined;
}
