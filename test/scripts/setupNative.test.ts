// `npm run setup:native` ends with one sentence and exit status 2 if something is missing.
import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { test } from "node:test";
import { root, run } from "../support/venv.js";

const script = join(root, "scripts", "setupNative.mjs");

async function refused(args: string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const { code, stderr } = await run(process.execPath, [script, ...args], {
    env: { ...process.env, ...env },
  });
  assert.equal(code, 2, stderr);
  assert.equal(stderr.trim().split("\n").length, 1, stderr);
  return stderr;
}

/** Makes a folder as pip does for a version of TensorFlow, without the gigabyte of libraries. */
function installed(version: string): string {
  const packages = mkdtempSync(join(tmpdir(), "amfmn-tensorflow-"));
  mkdirSync(join(packages, "tensorflow"));
  mkdirSync(join(packages, `tensorflow_cpu-${version}.dist-info`));
  writeFileSync(join(packages, "tensorflow", "libtensorflow_cc.so.2"), "");
  return join(packages, "tensorflow");
}

test("an option that is unknown, or both --gpu and --cpu, are refused", async () => {
  assert.match(await refused(["--cuda"]), /Unknown option '--cuda'.*--help/);
  assert.match(await refused(["--gpu", "--cpu"]), /one of --gpu and --cpu/);
});

test("a folder without TensorFlow is refused, and what was looked for is named", async () => {
  assert.match(await refused(["--tensorflow", "/nowhere"]), /^\/nowhere: expected .*libtensorflow_cc\.so\.2/);
});

test("a TensorFlow of another version is refused, also through the environment", async () => {
  const folder = installed("2.9.1");
  assert.match(await refused(["--tensorflow", folder]), /expected TensorFlow 2\.21, found 2\.9\.1/);
  assert.match(await refused([], { AMFMN_TENSORFLOW: folder }), /found 2\.9\.1.*wasm/);
});

test("without a C++ compiler the sentence says how to install one, and that wasm goes on", async () => {
  const path = mkdtempSync(join(tmpdir(), "amfmn-path-"));
  symlinkSync(process.execPath, join(path, "node"));
  assert.match(
    await refused([], { PATH: path, CXX: "" }),
    /expected a C\+\+ compiler.*apt install g\+\+.*wasm/,
  );
});

test("a library that is not TensorFlow fails in the compiler or the trial, and nothing is recorded", async () => {
  const folder = installed("2.21.0");
  cpSync(join(root, "package.json"), join(folder, "libtensorflow_framework.so.2"));
  const { code, stderr } = await run(process.execPath, [script, "--tensorflow", folder]);
  assert.equal(code, 2, stderr);
  assert.match(stderr, /^Compiling the addon failed/);
});

test("of CUDA's libraries those that TensorFlow opens are linked, and no others", async () => {
  const { cudaLibraries } = (await import(join(root, "scripts", "setup", "native", "tensorflow.mjs"))) as {
    cudaLibraries(tensorflow: { folder: string; gpu: boolean }): string[];
  };
  const folder = installed("2.21.0");
  for (const [part, name] of [
    ["cublas", "libcublas.so.12"],
    ["cublas", "libnvblas.so.12"],
    ["cudnn", "libcudnn.so.9"],
    ["cudnn", "libcudnn_engines_runtime_compiled.so.9"],
    ["cuda_nvrtc", "libnvrtc-builtins.so.12.9"],
  ] as const) {
    const lib = join(dirname(folder), "nvidia", part, "lib");
    mkdirSync(lib, { recursive: true });
    writeFileSync(join(lib, name), "");
  }
  const linked = cudaLibraries({ folder, gpu: true }).map((path) => basename(path));
  assert.deepEqual(linked.toSorted(), ["libcublas.so.12", "libcudnn.so.9"]);
  assert.deepEqual(cudaLibraries({ folder, gpu: false }), []);
});
