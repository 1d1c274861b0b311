// `amfmn search`: ranks the images of a folder by a sentence.
import { listImages } from "../../lib/data/index.js";
import { buildIndex, loadModel, OptionError, ready, search, Vocabulary } from "../../lib/index.js";
import { shippedCheckpoint } from "../../lib/models/index.js";
import { defineCommand } from "../command.js";
import { engineOption } from "../engineOption.js";
import { decodeFlags, decodeOptions, noteDifference, noteSkipped } from "../imageOptions.js";
import { localOption } from "../localOption.js";
import { vocabularyOption } from "../vocabularyOption.js";

export const searchCommand = defineCommand({
  name: "search",
  summary: "rank the images of a folder by a sentence",
  usage:
    "--images DIR --text SENTENCE [--checkpoint FILE] [--top K] [--vocab FILE] [--bands 4,3,2] [--strict]",
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
    strict: { type: "boolean", help: "end at an image that cannot be decoded (default: skip and list it)" },
    ...localOption,
    ...decodeOptions,
    ...engineOption,
  },
  async run(flags, output) {
    const { checkpoint = shippedCheckpoint, images, text, top = 10, vocab, engine, strict } = flags;
    if (text.trim() === "")
      throw new OptionError("amfmn search: --text is empty; give the sentence to look for.");
    const asked = decodeFlags(flags);
    const paths = listImages(images);
    const vocabulary = vocab === undefined ? undefined : Vocabulary.read(vocab);
    await ready({ engine });
    const onNote = (note: string) => output.print(`note: ${note}`);
    const model = await loadModel(checkpoint, { vocabulary, onNote });
    noteDifference(asked, model.decoding, output);
    const index = await buildIndex(model, paths, {
      ...asked,
      local: flags.local,
      onBadImage: strict ? "fail" : "skip",
      onSkip: (skipped) => noteSkipped(skipped, paths.length, output),
      onProgress: (done) => output.progress(`${done} of ${paths.length} images encoded`),
    });
    const ranked = await search(model, index, text, top);
    for (const { path, score } of ranked) output.print(`${score.toFixed(4)}  ${path}`);
    output.json(ranked.map(({ path, score }) => ({ image: path, score })));
  },
});
