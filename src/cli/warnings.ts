// Peculiarities of a data set that a figure depends on, as warnings of a command.
import { listFirst } from "../lib/base/messages/listFirst.js";
import { describeProblem } from "../lib/data/index.js";
import { cutTexts, unknownWords } from "../lib/evaluation/index.js";
import type { Dataset, RetrievalModel } from "../lib/index.js";
import type { Output } from "./command.js";

/** Greatest number of warnings of one kind that are printed. */
const listed = 5;

/**
 * Prints the warnings of the loader, at most five.
 *
 * @param path of the data set on the command line
 * @returns all of them
 */
export function warnOfData({ warnings }: Dataset, path: string, output: Output): string[] {
  const lines = warnings.map(describeProblem);
  for (const line of lines.slice(0, listed)) output.warn(`warning: ${line}`);
  const more = lines.length - listed;
  if (more > 0)
    output.warn(`warning: ${more} more of ${path}; amfmn dataset validate ${path} lists them all`);
  return lines;
}

/**
 * Prints the number of a split's words that the model does not know, and of captions that are too long for it.
 *
 * @returns the lines, when there are some
 */
export function warnOfWords(
  { tokenizer }: RetrievalModel,
  captions: readonly string[],
  split: string,
  output: Output,
): string[] {
  const { words, count, total } = unknownWords(tokenizer, captions);
  const cut = cutTexts(tokenizer, captions);
  const lines = [
    // Training and evaluation refuse a vocabulary of which no word occurs.
    ...(count > 0 && count < total
      ? [
          `${count} of ${total} words of the ${split} captions are not in the model's vocabulary: ${listFirst(words, 8)}`,
        ]
      : []),
    ...(cut > 0
      ? [
          `${cut} of ${captions.length} ${split} captions are longer than the model reads, and their ends are left out`,
        ]
      : []),
  ];
  for (const line of lines) output.warn(`warning: ${line}`);
  return lines;
}
