// ResNet18's ImageNet weights as torchvision publishes them (`resnet18-*.pth`), from a file on disk: the authors
// train from them.
import { CheckpointError } from "../base/errors.js";
import { loadStateDict } from "../checkpoint/loadStateDict.js";
import { readPytorch } from "../checkpoint/pytorch/readPytorch.js";
import type { Amfmn } from "./amfmn/amfmn.js";
import { authorsEntries, neverRead } from "./amfmn/released/authorsNames.js";

/**
 * Fills a model's trunk; everything else stays as it is.
 *
 * @example
 * const model = createModel(modelConfigs["released/similarity"], vocabulary);
 * await loadImageNetWeights(model, "resnet18-5c106cde.pth");
 *
 * @throws {CheckpointError} that names the file when it is not what torch.save wrote
 * @throws {CheckpointKeysError} that lists the tensors that do not fit, such as those of another width
 */
export async function loadImageNetWeights(model: Amfmn, file: string): Promise<void> {
  const { value, tensors } = await readPytorch(file);
  if (!(value instanceof Map))
    throw new CheckpointError(`${file}: expected a state dict of ResNet18, found no dictionary.`);
  const first = "resnet.conv1.weight";
  const found = model.parameters.all().find(([name]) => name === first || name.endsWith(`.${first}`))!;
  const trunk = found[0].slice(0, -"conv1.weight".length);
  const arrays = tensors(value).map((array) => ({ ...array, name: trunk + array.name }));
  const entries = authorsEntries(model.parameters).filter(({ parts }) => parts[0]!.name.startsWith(trunk));
  loadStateDict(file, entries, arrays, {
    ignored: (name) => neverRead(name) || name.startsWith(`${trunk}fc.`),
  });
}
