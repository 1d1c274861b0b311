// `amfmn train`: trains a model on a data set and leaves best.safetensors and last.safetensors.
import {
  createModel,
  fit,
  loadDataset,
  type ModelConfigName,
  modelConfigs,
  OptionError,
  ready,
  Vocabulary,
} from "../../lib/index.js";
import { defineCommand } from "../command.js";
import { engineOption } from "../engineOption.js";
import { duration } from "../output.js";

export const trainCommand = defineCommand({
  name: "train",
  summary: "train a model on a data set",
  usage: "--data DIR --out DIR [--config NAME] [--epochs N] [--seed S] [--engine NAME]",
  example: "amfmn train --data scenes --out runs --epochs 20",
  options: {
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
    out: {
      type: "string",
      placeholder: "DIR",
      required: true,
      help: "the folder for best.safetensors and last.safetensors",
    },
    config: {
      type: "string",
      placeholder: "NAME",
      help: `one of ${Object.keys(modelConfigs).join(", ")} (default lesson/small)`,
    },
    epochs: {
      type: "integer",
      placeholder: "N",
      least: 1,
      help: "how often every image is seen (default 20)",
    },
    "batch-size": { type: "integer", placeholder: "N", least: 2, help: "pairs in one step (default 64)" },
    "learning-rate": {
      type: "number",
      placeholder: "R",
      least: 0,
      help: "Adam's rate in the first epochs (default 0.001)",
    },
    seed: {
      type: "integer",
      placeholder: "S",
      least: 0,
      help: "the same seed gives the same weights (default 1)",
    },
    ...engineOption,
  },
  async run(values, output) {
    const { data, images, out, config = "lesson/small", epochs = 20, seed = 1 } = values;
    if (!Object.hasOwn(modelConfigs, config)) {
      throw new OptionError(
        `amfmn train: --config expects one of ${Object.keys(modelConfigs).join(", ")}, found "${config}".`,
      );
    }
    const dataset = await loadDataset(data, { images });
    const engine = await ready({ engine: values.engine });
    output.print(`${dataset.records.length} images of ${dataset.name} on ${engine.name} (${engine.reason})`);
    const training = dataset.records.filter(({ split }) => split === "train");
    const vocabulary = Vocabulary.build(training.flatMap(({ captions }) => captions));
    const model = createModel(modelConfigs[config as ModelConfigName], vocabulary, seed);
    const history = await fit(model, dataset, {
      epochs,
      batchSize: values["batch-size"] ?? 64,
      learningRate: values["learning-rate"] ?? 1e-3,
      pairs: "images",
      clipNorm: 2,
      seed,
      out,
      onStep: ({ step, steps, loss, imagesPerSecond, secondsLeft }) =>
        output.progress(
          `step ${step} of ${steps} · loss ${loss.toFixed(3)} · ${imagesPerSecond.toFixed(0)} images/s · ${duration(secondsLeft)} left`,
        ),
      onEpoch: ({ epoch, loss, validation, seconds }) => {
        const recall = validation ? ` · validation mR ${validation.mR.toFixed(2)}` : "";
        output.print(`epoch ${epoch} of ${epochs} · loss ${loss.toFixed(3)}${recall} · ${duration(seconds)}`);
      },
    });
    const last = history.at(-1);
    output.print(`Left ${out}/best.safetensors and ${out}/last.safetensors`);
    output.json({
      out,
      engine: engine.name,
      epochs: history.length,
      loss: last?.loss,
      validationMR: last?.validation?.mR,
    });
  },
});
