// `npm run setup:native [-- --gpu | --cpu] [--tensorflow FOLDER]`: sets up the native engine. It installs TensorFlow from
// PyPI, and compiles the addon of @tensorflow/tfjs-node-gpu against it from the sources in the npm package.
import { setUpNative } from "./setup/native/index.mjs";
import { parseOptions } from "./setup/options.mjs";
import { main, SetupError } from "./setup/report.mjs";
import { setUp } from "./setup/steps.mjs";

await main(async () => {
  const { gpu, cpu, tensorflow, help } = options();
  if (help) {
    process.stdout.write(usage);
    return;
  }
  if (gpu && cpu)
    throw new SetupError("npm run setup:native: expected one of --gpu and --cpu, found both; give one.");
  await setUp();
  await setUpNative({ gpu: gpu ? true : cpu ? false : undefined, folder: tensorflow });
});

function options() {
  const flag = { type: "boolean" };
  const { values } = parseOptions("setup:native", {
    options: { gpu: flag, cpu: flag, help: flag, tensorflow: { type: "string" } },
  });
  return values;
}

const usage = `npm run setup:native [-- --gpu | --cpu] [--tensorflow FOLDER]

  --gpu                 TensorFlow with CUDA 12 (default with an NVIDIA driver)
  --cpu                 TensorFlow without CUDA (default without one)
  --tensorflow FOLDER   package folder of an installed TensorFlow to use
                        (also the environment variable AMFMN_TENSORFLOW)
`;
