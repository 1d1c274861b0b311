// `amfmn evaluate`: recall in both directions on a split of a data set.
import { evaluate, loadCheckpoint, loadDataset, ready } from "../../lib/index.js";
import { defineCommand } from "../command.js";
import { engineOption } from "../engineOption.js";
import { recallTable } from "../recallTable.js";
import { parseSplit } from "../split.js";

export const evaluateCommand = defineCommand({
  name: "evaluate",
  summary: "measure retrieval in both directions on a split of a data set",
  usage: "--checkpoint FILE --data DIR [--images DIR] [--split test]",
  example: "amfmn evaluate --checkpoint runs/best.safetensors --data scenes --split test --json",
  options: {
    checkpoint: {
      type: "string",
      placeholder: "FILE",
      required: true,
      help: "a checkpoint that amfmn train left",
    },
    data: {
      type: "string",
      placeholder: "DIR",
      required: true,
      help: "the data set: dataset_RSITMD.json or *_caps.txt",
    },
    images: {
      type: "string",
      placeholder: "DIR",
      help: "where its images lie (default: images/ inside the data set)",
    },
    split: { type: "string", placeholder: "NAME", help: "train, val or test (default test)" },
    ...engineOption,
  },
  async run({ checkpoint, data, images, split, engine }, output) {
    const part = parseSplit("evaluate", split);
    const dataset = await loadDataset(data, { images });
    await ready({ engine });
    const model = await loadCheckpoint(checkpoint);
    const result = await evaluate(model, dataset, {
      split: part,
      onProgress: (done, total) => output.progress(`${done} of ${total} encoded`),
    });
    output.print(recallTable(result));
    output.print(
      `mR ${result.mR.toFixed(2)} · ${result.seconds.toFixed(1)} s · ${result.peakMemoryMB} MB at most`,
    );
    output.json(result);
  },
});
