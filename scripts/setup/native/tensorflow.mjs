// Finds TensorFlow's C library and headers in its Python package, or installs the package into .venv from PyPI.
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
 * Describes the TensorFlow in a package folder, such as `…/site-packages/tensorflow`.
 * @returns its folder and version; `gpu` is true for the package with CUDA
 * @throws {SetupError} when the folder holds no TensorFlow, or another version
 */
export function tensorflowAt(folder) {
  if (!existsSync(join(folder, library))) {
    throw new SetupError(
      `${folder}: expected the package folder of TensorFlow with ${library}, found none; give a folder such as .venv/lib/python3.11/site-packages/tensorflow.`,
    );
  }
  const { version, gpu } = distribution(folder) ?? {};
  if (!version?.startsWith(`${wanted}.`)) {
    throw new SetupError(
      `${folder}: expected TensorFlow ${wanted}, found ${version ?? "no version"}; omit --tensorflow and AMFMN_TENSORFLOW to install that version, or compute with wasm.`,
    );
  }
  return { folder, version, gpu };
}

/** Returns the wanted TensorFlow in .venv, or undefined. */
export function installedTensorflow(gpu) {
  const folder = packageFolder();
  if (!folder || !existsSync(join(folder, library))) return undefined;
  const found = distribution(folder);
  return found?.version.startsWith(`${wanted}.`) && found.gpu === gpu ? { folder, ...found } : undefined;
}

/** Installs TensorFlow into .venv, in place of another variant or version. */
export async function installTensorflow(gpu) {
  const needed = gpu ? gigabytes.gpu : gigabytes.cpu;
  const { bavail, bsize } = statfsSync(root);
  const free = (bavail * bsize) / 1e9;
  if (free < needed) {
    throw new SetupError(
      `TensorFlow${gpu ? " with CUDA" : ""}: expected ${needed} GB free on the disk of ${root}, found ${free.toFixed(1)} GB; free some, name an installed TensorFlow with --tensorflow, or compute with wasm.`,
    );
  }
  const requirements = gpu ? "requirements-tensorflow-gpu.txt" : "requirements-tensorflow.txt";
  await step(`Installing TensorFlow ${gpu ? "with CUDA 12 (several minutes)" : "(a minute)"}`, async () => {
    // The two variants write the same files, so one is removed before the other is installed.
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
 * Libraries that TensorFlow opens by name. They load their own dependencies. Other libraries must not be linked: nvBLAS
 * would replace the matrix products of the whole process, and parts of cuDNN load with a driver only.
 */
const opened =
  /^lib(cudart|cublas|cublasLt|cufft|curand|cusolver|cusparse|cudnn|cupti|nccl|nvrtc|nvJitLink)\.so\.\d+$/;

/** Returns the CUDA libraries that TensorFlow opens, from the packages that pip installed beside it. */
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

/** Reads version and variant from pip's record of the package. `tensorflow` has CUDA, `tensorflow-cpu` has not. */
function distribution(folder) {
  for (const name of readdirSync(dirname(folder))) {
    const [, variant, version] = /^tensorflow(_cpu)?-([\d.]+\w*)\.dist-info$/.exec(name) ?? [];
    if (version) return { version, gpu: variant === undefined };
  }
  return undefined;
}
