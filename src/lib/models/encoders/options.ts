// Options that several networks share, and their check.
import { OptionError } from "../../base/errors.js";
import type { ModelOptions } from "../contract/retrievalModel.js";

/** Sizes of a text encoder and of the vectors that it shares with the images. */
export interface TextOptions extends ModelOptions {
  /** Height and width of the images in pixels, a multiple of 32. */
  readonly imageSize: number;
  /** Length of the joint embedding. */
  readonly embedding: number;
  /** Length of a word's embedding. */
  readonly wordEmbedding: number;
  /** Share of the GRU's inputs and states that training drops, the same for all words of a sentence, in [0, 1). */
  readonly dropout: number;
}

/** Sizes of a network. */
export interface NetworkOptions extends TextOptions {
  /** Channels of ResNet18's first stage: 64 in ResNet18 itself. */
  readonly width: number;
  /** Channels of each scale that MVSA condenses. */
  readonly attentionChannels: number;
}

/** Checks options one after another. Its methods throw an `OptionError` that names the option. */
export class OptionCheck {
  private readonly given: Readonly<Record<string, unknown>>;

  constructor(options: ModelOptions) {
    this.given = options as unknown as Readonly<Record<string, unknown>>;
  }

  oneOf(name: string, allowed: readonly string[]): void {
    if (!allowed.includes(this.given[name] as string)) this.refuse(name, `one of ${allowed.join(", ")}`);
  }

  /** Checks options that are whole numbers of at least 1. */
  counts(names: readonly string[]): void {
    for (const name of names) {
      const value = this.given[name];
      if (!Number.isInteger(value) || (value as number) < 1)
        this.refuse(name, "a whole number of at least 1");
    }
  }

  /** Checks a number that a network divides. */
  multipleOf(name: string, divisor: number): void {
    if ((this.given[name] as number) % divisor !== 0) this.refuse(name, `a multiple of ${divisor}`);
  }

  /** Checks shares that training drops. */
  shares(names: readonly string[]): void {
    for (const name of names) {
      const value = this.given[name];
      if (!(typeof value === "number" && value >= 0 && value < 1)) this.refuse(name, "a number in [0, 1)");
    }
  }

  /** Checks the options of `NetworkOptions`. @param more further options that are counts */
  sizes(more: readonly string[] = []): void {
    this.textSizes(["width", "attentionChannels", ...more]);
  }

  /** Checks the options of `TextOptions`. @param more further options that are counts */
  textSizes(more: readonly string[] = []): void {
    this.counts(["imageSize", "embedding", "wordEmbedding", ...more]);
    this.multipleOf("imageSize", 32);
    this.shares(["dropout"]);
  }

  /** Checks options that are true or false. */
  switches(names: readonly string[]): void {
    for (const name of names) if (typeof this.given[name] !== "boolean") this.refuse(name, "true or false");
  }

  private refuse(name: string, expected: string): never {
    throw new OptionError(
      `model option ${name}: expected ${expected}, found ${JSON.stringify(this.given[name])}.`,
    );
  }
}
