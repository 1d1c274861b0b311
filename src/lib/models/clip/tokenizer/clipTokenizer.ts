// CLIP's tokenizer: cleaned texts in byte pairs, between the numbers of a text's start and end.
import type { Tokenizer } from "../../../text/tokenizer.js";
import { BytePairs } from "./bytePairs.js";
import { cleaned } from "./clean.js";
import { readMerges } from "./merges.js";

const [startText, endText] = ["<start_of_text>", "<end_of_text>"];

/** Words, numbers and signs of a cleaned text, as open_clip 3 finds them. */
const pattern =
  /<start_of_text>|<end_of_text>|'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\p{White_Space}\p{L}\p{N}]+/giu;

/** The context of all published models, in tokens. */
export const usualContext = 77;

let sharedPairs: BytePairs | undefined;

/**
 * Turns texts into the 49,408 token numbers of OpenAI's CLIP. They equal those of `open_clip.tokenize` without its
 * padding, except for texts that ftfy recognizes as decoded with a wrong encoding.
 *
 * @example
 * const tokenizer = new ClipTokenizer();
 * console.log(tokenizer.encode("A photo of a port.")); // [49406, 320, 1125, 539, 320, 1418, 269, 49407]
 */
export class ClipTokenizer implements Tokenizer {
  private readonly pairs: BytePairs;

  /** @param context greatest number of tokens of a text, with its start and its end; 77 by default */
  constructor(readonly context: number = usualContext) {
    sharedPairs ??= new BytePairs(readMerges());
    this.pairs = sharedPairs;
  }

  /** Number of tokens: 49,408. */
  get size(): number {
    return this.pairs.size + 2;
  }

  /** The number of a text's end, which is the greatest. */
  get endNumber(): number {
    return this.size - 1;
  }

  /** Returns the numbers of a text with its start and end. A longer text than the context loses the tokens before its end. */
  encode(text: string): number[] {
    const numbers = this.allNumbers(text);
    return numbers.length <= this.context ? numbers : [...numbers.slice(0, this.context - 1), this.endNumber];
  }

  /** Returns true when `encode` cuts a text. */
  cuts(text: string): boolean {
    return this.allNumbers(text).length > this.context;
  }

  /** Returns nothing, because every text has numbers. */
  unknownWords(): string[] {
    return [];
  }

  /** Returns the name of the tokenizer and its context. The merges come with the library. */
  toJSON(): object {
    return { tokenizer: "clip", context: this.context };
  }

  private allNumbers(text: string): number[] {
    // Python's pattern takes U+0345 neither for a letter nor for a sign. JavaScript folds its case to a letter.
    const words = cleaned(text).replaceAll("\u0345", " ").match(pattern) ?? [];
    return [this.endNumber - 1, ...words.flatMap((word) => this.numbersOf(word)), this.endNumber];
  }

  private numbersOf(word: string): readonly number[] {
    if (word === startText) return [this.endNumber - 1];
    return word === endText ? [this.endNumber] : this.pairs.encode(word);
  }
}
