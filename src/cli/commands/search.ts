// `amfmn search`: ranks the images of a folder by a sentence.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { buildIndex, DataError, loadModel, OptionError, ready, search, Vocabulary } from "../../lib/index.js";
import { shippedCheckpoint } from "../../lib/models/index.js";
import { defineCommand } from "../command.js";
import { engineOption } from "../engineOption.js";
import { vocabularyOption } from "../vocabularyOption.js";

const imageFile = /\.(tiff?|jpe?g|png|webp|gif|bmp)$/i;

export const searchCommand = defineCommand({
  name: "search",
  summary: "rank the images of a folder by a sentence",
  usage: "--images DIR --text SENTENCE [--checkpoint FILE] [--top K] [--vocab FILE]",
  example: 'amfmn search --images scenes/images --text "three white planes" --top 5',
  options: {
    checkpoint: {
      type: "string",
      placeholder: "FILE",
      help: "what amfmn train left, or an authors' .pth.tar (default: the shipped model of drawn scenes)",
    },
    images: { type: "string", placeholder: "DIR", required: true, help: "the folder of images to rank" },
    text: { type: "string", placeholder: "SENTENCE", required: true, help: "what to look for" },
    vocab: vocabularyOption,
    top: { type: "integer", placeholder: "K", least: 1, help: "how many images to print (default 10)" },
    ...engineOption,
  },
  async run({ checkpoint = shippedCheckpoint, images, text, top = 10, vocab, engine }, output) {
    if (text.trim() === "")
      throw new OptionError("amfmn search: --text is empty; give the sentence to look for.");
    const paths = imagesIn(images);
    const vocabulary = vocab === undefined ? undefined : Vocabulary.read(vocab);
    await ready({ engine });
    const onNote = (note: string) => output.print(`note: ${note}`);
    const model = await loadModel(checkpoint, { vocabulary, onNote });
    const index = await buildIndex(model, paths, {
      onProgress: (done) => output.progress(`${done} of ${paths.length} images encoded`),
    });
    const ranked = await search(model, index, text, top);
    for (const { path, score } of ranked) output.print(`${score.toFixed(4)}  ${path}`);
    output.json(ranked.map(({ path, score }) => ({ image: path, score })));
  },
});

function imagesIn(folder: string): string[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    throw new DataError(
      `${folder}: expected a folder of images, found none; check the path given as --images.`,
    );
  }
  const images = names.filter((name) => imageFile.test(name)).sort();
  if (images.length === 0) {
    throw new DataError(
      `${folder}: expected images (.tif, .jpg, .png …), found ${names.length} other files.`,
    );
  }
  return images.map((name) => join(folder, name));
}
