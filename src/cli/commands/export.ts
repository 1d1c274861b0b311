// `amfmn export`: a checkpoint under the authors' names, for their code.
import { OptionError } from "../../lib/base/errors.js";
import { requireDistinctFiles, requireWritableFile } from "../../lib/base/files/output.js";
import { loadModel, ready, Vocabulary } from "../../lib/index.js";
import { exportCheckpoint } from "../../lib/models/index.js";
import { defineCommand } from "../command.js";
import { modelOption, parseModelOptions } from "../modelOption.js";
import { vocabularyOption } from "../vocabularyOption.js";

export const exportCommand = defineCommand({
  name: "export",
  summary: "write a checkpoint under the names of the authors' code, as safetensors",
  usage: "--checkpoint FILE --out FILE [--vocab FILE]",
  example: "amfmn export --checkpoint runs/best.safetensors --out AMFMN_best.safetensors",
  options: {
    checkpoint: {
      type: "string",
      placeholder: "FILE",
      required: true,
      help: "a checkpoint of the released network, ours or an authors' .pth.tar",
    },
    out: { type: "string", placeholder: "FILE", required: true, help: "the .safetensors to write" },
    vocab: vocabularyOption,
    ...modelOption,
  },
  async run({ checkpoint, out, vocab, ...flags }, output) {
    requireWritableFile(out);
    // torch.load cannot read safetensors, and the authors' code opens a .pth.tar by it.
    if (!/\.safetensors$/i.test(out))
      throw new OptionError(
        `--out: expected a file that ends in .safetensors, found ${out}; name it so, and read it by safetensors.torch.load_file.`,
      );
    requireDistinctFiles({ "--checkpoint": checkpoint, "--vocab": vocab, "--out": out });
    await ready();
    const vocabulary = vocab === undefined ? undefined : Vocabulary.read(vocab);
    const onNote = (note: string) => output.print(`note: ${note}`);
    const model = await loadModel(checkpoint, {
      vocabulary,
      options: parseModelOptions(flags["model-option"]),
      onNote,
    });
    await exportCheckpoint(out, model);
    output.print(`Left ${out}; in Python: model.load_state_dict(safetensors.torch.load_file("${out}"))`);
    output.json({ out, parameters: model.parameterCount });
  },
});
