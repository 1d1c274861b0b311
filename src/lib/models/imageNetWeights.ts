// ResNet18's ImageNet weights as torchvision publishes them (`resnet18-*.pth`), or as safetensors, from a file on disk.
import { OptionError } from "../base/errors.js";
import { loadStateDict } from "../checkpoint/loadStateDict.js";
import { readWeights } from "../checkpoint/readWeights.js";
import { renamed } from "../checkpoint/storedTensor.js";
import { torchSources } from "../checkpoint/torchParameters.js";
import type { RetrievalModel } from "./contract/retrievalModel.js";

/**
 * Fills the ResNet18 of a model. The authors train from these weights.
 *
 * @example
 * import { existsSync } from "node:fs";
 * const weights = "resnet18-f37072fd.pth"; // as torchvision publishes it
 * if (existsSync(weights)) await loadImageNetWeights(createModel("released/soft", { vocabulary }), weights);
 *
 * @throws {OptionError} when the model has no ResNet18
 * @throws {CheckpointError} that names the file when it is missing, cut off or of another kind
 * @throws {CheckpointKeysError} that lists the tensors that do not fit, such as those of another width
 */
export async function loadImageNetWeights(
  { parameters, options }: RetrievalModel,
  file: string,
): Promise<void> {
  const { tensors } = await readWeights(file);
  const first = parameters.list().find(({ name }) => /(^|\.)resnet\.conv1\.weight$/.test(name));
  if (!first)
    throw new OptionError(
      `model: expected a model with a ResNet18, found ${options.network}; choose another model.`,
    );
  const trunk = first.name.slice(0, -"conv1.weight".length);
  const arrays = tensors.map((array) => renamed(array, trunk + array.name));
  const ofTrunk = parameters.list().filter(({ name }) => name.startsWith(trunk));
  const ignored = (name: string) => name.endsWith(".num_batches_tracked") || name.startsWith(`${trunk}fc.`);
  loadStateDict(file, torchSources(ofTrunk), arrays, { ignored });
}
