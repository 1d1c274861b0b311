// Compiles the N-API addon of @tensorflow/tfjs-node-gpu from the sources in its npm package. The headers come from
// node-api-headers and the TensorFlow package, so that node-gyp and Node's headers are not needed.
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { quiet, root } from "../command.mjs";
import { digest } from "../stamp.mjs";
import { cudaLibraries } from "./tensorflow.mjs";

const napiVersion = 8;
const ownSource = (name) => join(root, "scripts", "setup", "native", `${name}.cc`);
const own = {
  standardError: ownSource("standardError"),
  context: ownSource("context"),
  functions: ownSource("functions"),
};

/** Returns a name for the addon of these inputs, such as `tfjs-4.22.0-tensorflow-2.21.0-cpu-1a2b3c4d`. */
export function addonKey(tensorflow, compiler) {
  const { sources, version } = bindings();
  const inputs = digest(
    [...sources, ...Object.values(own)],
    tensorflow.folder,
    compiler.name,
    process.arch,
    String(napiVersion),
  );
  const variant = tensorflow.gpu ? "gpu" : "cpu";
  return `tfjs-${version}-tensorflow-${tensorflow.version}-${variant}-${inputs.slice(0, 8)}`;
}

/**
 * Compiles `tfjs_binding.node`, `standardError.node`, which silences TensorFlow while it loads, and `functions.node`, which
 * defines functions of TensorFlow.
 * @throws {SetupError} with the compiler's last lines
 */
export async function compileAddon(compiler, tensorflow, directory) {
  const { sources, folder } = bindings();
  const headers = require("node-api-headers").include_dir;
  const flags = [
    "-std=c++17",
    "-O2",
    "-fPIC",
    "-shared",
    "-w",
    `-DNAPI_VERSION=${napiVersion}`,
    "-I",
    headers,
  ];
  const compile = (name, ...args) =>
    quiet(compiler.program, [...flags, ...args, "-o", join(directory, name)], "Compiling the addon");
  const tensorflowFlags = [
    ...["-I", join(tensorflow.folder, "include"), "-L", tensorflow.folder],
    ...["-l:libtensorflow_cc.so.2", "-l:libtensorflow_framework.so.2"],
    `-Wl,-rpath,${tensorflow.folder}`,
  ];
  await compile("standardError.node", own.standardError);
  await compile("functions.node", own.functions, ...tensorflowFlags, "-ldl");
  await compile(
    "tfjs_binding.node",
    ...["-I", folder],
    ...sources.filter((path) => path.endsWith(".cc")),
    ...[own.context, "-Wl,--wrap=TFE_NewContext"],
    ...tensorflowFlags,
    ...linkCuda(tensorflow),
  );
}

/**
 * Returns the flags that link CUDA's libraries to the addon. TensorFlow opens these libraries by name. The addon loads
 * them before, from the folders of pip, so that LD_LIBRARY_PATH is not needed.
 */
function linkCuda(tensorflow) {
  const libraries = cudaLibraries(tensorflow);
  const folders = new Set(libraries.map(dirname));
  return ["-Wl,--no-as-needed", ...libraries, ...[...folders].map((folder) => `-Wl,-rpath,${folder}`)];
}

const require = createRequire(import.meta.url);

/** Returns the addon's folder, sources and version in the npm package. */
export function bindings() {
  const file = require.resolve("@tensorflow/tfjs-node-gpu/package.json");
  const folder = join(dirname(file), "binding");
  const sources = readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
  return { folder, sources, version: require(file).version };
}
