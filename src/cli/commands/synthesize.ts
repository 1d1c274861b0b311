// `amfmn synthesize`: draws a data set of aerial scenes in RSITMD's format, or large images in AIR-SLT's.
import { greatestSeed } from "../../lib/base/random.js";
import { synthesizeLarge } from "../../lib/data/index.js";
import { synthesize } from "../../lib/index.js";
import { defineCommand } from "../command.js";

export const synthesizeCommand = defineCommand({
  name: "synthesize",
  summary: "draw a data set of aerial scenes with captions and keywords, in RSITMD's format",
  usage:
    "--out DIR [--images N] [--seed S] | --selo --out DIR [--images N] [--size PIXELS] [--georeference] [--seed S]",
  example: "amfmn synthesize --selo --out large --images 2 --size 3000 --georeference",
  options: {
    out: {
      type: "string",
      placeholder: "DIR",
      required: true,
      help: "folder to write dataset_RSITMD.json, images/ and objects.json (true boxes) to; anno.json and images/ with --selo",
    },
    images: {
      type: "integer",
      placeholder: "N",
      least: 1,
      help: "number of scenes (default 1500), or of large images with --selo (default 4)",
    },
    selo: {
      type: "boolean",
      help: "draw large images for localization, with sentences and true regions in AIR-SLT's form",
    },
    size: {
      type: "integer",
      placeholder: "PIXELS",
      least: 512,
      most: 30_000,
      help: "width and height of a large image (default 3000)",
    },
    georeference: { type: "boolean", help: "write large images as GeoTIFF, in UTM zone 48 north" },
    seed: {
      type: "integer",
      placeholder: "S",
      least: 0,
      most: greatestSeed,
      help: "the same seed gives the same bytes (default 1)",
    },
  },
  rules: [
    { option: "size", needs: "selo" },
    { option: "georeference", needs: "selo" },
  ],
  async run({ out, images: asked, seed = 1, selo, size = 3000, georeference = false }, output) {
    if (selo) {
      const images = asked ?? 4;
      const items = await synthesizeLarge({
        out,
        images,
        size,
        seed,
        georeference,
        onProgress: (done) => output.progress(`${done.toFixed(1)} of ${images} large images`),
      });
      output.print(
        `Drew ${images} images of ${size} × ${size} pixels with ${items.length} sentences into ${out}`,
      );
      output.json({ out, images, size, seed, sentences: items.length });
      return;
    }
    const images = asked ?? 1500;
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
