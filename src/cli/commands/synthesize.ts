// `amfmn synthesize`: draws a data set of aerial scenes in RSITMD's format.
import { greatestSeed } from "../../lib/base/random.js";
import { synthesize } from "../../lib/index.js";
import { defineCommand } from "../command.js";

export const synthesizeCommand = defineCommand({
  name: "synthesize",
  summary: "draw a data set of aerial scenes with captions and keywords, in RSITMD's format",
  usage: "--out DIR [--images N] [--seed S]",
  example: "amfmn synthesize --out scenes --images 1500 --seed 1",
  options: {
    out: {
      type: "string",
      placeholder: "DIR",
      required: true,
      help: "folder to write dataset_RSITMD.json, images/ and objects.json (true boxes) to",
    },
    images: { type: "integer", placeholder: "N", least: 1, help: "number of scenes (default 1500)" },
    seed: {
      type: "integer",
      placeholder: "S",
      least: 0,
      most: greatestSeed,
      help: "the same seed gives the same bytes (default 1)",
    },
  },
  async run({ out, images = 1500, seed = 1 }, output) {
    await synthesize({
      out,
      images,
      seed,
      onProgress: (done) => output.progress(`${done} of ${images} scenes`),
    });
    output.print(`Drew ${images} scenes into ${out}`);
    output.json({ out, images, seed });
  },
});
