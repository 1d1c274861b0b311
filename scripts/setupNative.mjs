// `npm run setup:native [-- --gpu | --cpu] [--tensorflow FOLDER]`: the native engine. TensorFlow from PyPI, and the
// addon of @tensorflow/tfjs-node-gpu compiled against it from the sources in its npm package.
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
  if (gpu && cpu) throw new SetupError("Give one of --gpu and --cpu, not both.");
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

  --gpu                 TensorFlow with CUDA 12 (default where an NVIDIA driver is found)
  --cpu                 TensorFlow without CUDA (default elsewhere)
  --tensorflow FOLDER   an installed TensorFlow's package folder, in place of installing one
                        (also the environment variable AMFMN_TENSORFLOW)
`;
