// `amfmn search`: ranks the images of a folder by a sentence.
import { listImages } from "../../lib/data/index.js";
import {
  buildIndex,
  loadDataset,
  loadModel,
  OptionError,
  ready,
  search,
  Vocabulary,
} from "../../lib/index.js";
import { shippedCheckpoint } from "../../lib/models/index.js";
import { encodeTexts } from "../../lib/retrieval/index.js";
import { defineCommand } from "../command.js";
import { engineOption } from "../engineOption.js";
import { decodeFlags, decodeOptions, noteDifference, noteSkipped } from "../imageOptions.js";
import { localFlag, localOption, localRules } from "../localOption.js";
import { modelOption, parseModelOptions } from "../modelOption.js";
import { rerankFlags, rerankOptions, rerankRules } from "../rerankOptions.js";
import { vocabularyOption } from "../vocabularyOption.js";

export const searchCommand = defineCommand({
  name: "search",
  summary: "rank the images of a folder by a sentence",
  usage:
    "--images DIR --text SENTENCE [--checkpoint FILE] [--top K] [--vocab FILE] [--bands 4,3,2] [--strict] [--rerank --data DIR]",
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
    ...modelOption,
    top: { type: "integer", placeholder: "K", least: 1, help: "how many images to print (default 10)" },
    rerank: {
      type: "boolean",
      help: "rerank the first K images against the captions of --data, which compete with the sentence",
    },
    data: { type: "string", placeholder: "DIR", help: "the data set whose captions --rerank reads" },
    ...rerankOptions,
    strict: { type: "boolean", help: "end at an image that cannot be decoded (default: skip and list it)" },
    ...localOption,
    ...decodeOptions,
    ...engineOption,
  },
  rules: [
    { option: "rerank", needs: "data" },
    { option: "data", needs: "rerank" },
    ...rerankRules,
    ...localRules,
  ],
  async run(flags, output) {
    const { checkpoint = shippedCheckpoint, images, text, top = 10, vocab, engine, strict, data } = flags;
    if (text.trim() === "")
      throw new OptionError("amfmn search: --text is empty; give the sentence to look for.");
    const asked = decodeFlags(flags);
    const rerank = flags.rerank ? rerankFlags(flags, output) : undefined;
    const captions = data === undefined ? [] : (await loadDataset(data)).captions;
    const paths = listImages(images);
    const vocabulary = vocab === undefined ? undefined : Vocabulary.read(vocab);
    await ready({ engine });
    const onNote = (note: string) => output.print(`note: ${note}`);
    const model = await loadModel(checkpoint, {
      vocabulary,
      options: parseModelOptions(flags["model-option"]),
      onNote,
    });
    noteDifference(asked, model.decoding, output);
    const index = await buildIndex(model, paths, {
      ...asked,
      local: localFlag(flags),
      onBadImage: strict ? "fail" : "skip",
      onSkip: (skipped) => noteSkipped(skipped, paths.length, output),
      onProgress: (done) => output.progress(`${done} of ${paths.length} images encoded`),
    });
    const rivals = rerank && (await encodeTexts(model, captions));
    const ranked = await search(
      model,
      index,
      text,
      top,
      rerank && rivals && { rerank: { ...rerank, rivals } },
    );
    for (const { path, score, reranked } of ranked) {
      const before = reranked ? `  (place ${reranked.before} before)` : "";
      output.print(`${score.toFixed(4)}  ${path}${before}`);
    }
    output.json(
      ranked.map(({ path, score, reranked }) => ({ image: path, score, ...(reranked && { reranked }) })),
    );
  },
});
