// Reads a mapping of a configuration file key by key. Each value is checked when it is read, and keys that were never
// read are reported as unknown.
import { OptionError } from "./errors.js";
import { isObject } from "./isObject.js";
import { nearestName } from "./messages/nearestName.js";

/**
 * A mapping of a configuration file.
 *
 * @example
 * const section = ConfigSection.of("train.yaml", { epochs: 10, lr: 2e-4 });
 * const epochs = section.number("epochs");
 * const learningRate = section.number("lr");
 * section.end();
 */
export class ConfigSection {
  private readonly asked = new Set<string>();

  /**
   * @param file name of the file, for messages
   * @param path keys that lead to this mapping, such as `optim.`
   */
  constructor(
    private readonly file: string,
    private readonly path: string,
    private readonly values: Readonly<Record<string, unknown>>,
  ) {}

  /**
   * Makes a section of a parsed value.
   *
   * @throws {OptionError} when the value is not a mapping
   */
  static of(file: string, value: unknown, path = ""): ConfigSection {
    if (isObject(value)) return new ConfigSection(file, path, value);
    const place = path === "" ? file : `${file}: ${path.slice(0, -1)}`;
    throw new OptionError(
      `${place}: expected a mapping, found ${JSON.stringify(value)}; write "key: value" in each line.`,
    );
  }

  /** Reports whether a key has a value. */
  has(key: string): boolean {
    return this.values[key] !== undefined && this.values[key] !== null;
  }

  /** Returns the name of a key in messages: the file, and the keys that lead to it. */
  nameOf(key: string): string {
    return `${this.file}: ${this.path}${key}`;
  }

  /** Returns the value of a key unchecked, for a key with several types. */
  any(key: string): unknown {
    this.asked.add(key);
    return this.values[key] ?? undefined;
  }

  /** Returns the mapping of a key. A missing key gives an empty one. */
  section(key: string): ConfigSection {
    this.asked.add(key);
    return ConfigSection.of(this.file, this.values[key] ?? {}, `${this.path}${key}.`);
  }

  /** Returns the text of a key, or undefined when it is missing. */
  string(key: string): string | undefined {
    return this.take(key, "text", (value) => typeof value === "string") as string | undefined;
  }

  /** Returns the number of a key, or undefined when it is missing. */
  number(key: string): number | undefined {
    return this.take(key, "a number", (value) => typeof value === "number" && !Number.isNaN(value)) as
      | number
      | undefined;
  }

  /** Returns the truth value of a key, or undefined when it is missing. */
  boolean(key: string): boolean | undefined {
    return this.take(key, "true or false", (value) => typeof value === "boolean") as boolean | undefined;
  }

  /** Returns one of the allowed words, or undefined when the key is missing. */
  oneOf<T extends string>(key: string, allowed: readonly T[]): T | undefined {
    const expected = `one of ${allowed.join(", ")}`;
    return this.take(key, expected, (value) => allowed.includes(value as T)) as T | undefined;
  }

  /** Marks keys as known that have no meaning here. */
  ignore(...keys: string[]): void {
    for (const key of keys) this.asked.add(key);
  }

  /** Throws the error for the value of a key. @throws {OptionError} always */
  refuse(key: string, expected: string): never {
    throw new OptionError(
      `${this.file}: ${this.path}${key}: expected ${expected}, found ${found(this.values[key])}; correct it or remove the line.`,
    );
  }

  /**
   * Ends the section.
   *
   * @throws {OptionError} for a key that was never read, with the most similar known key
   */
  end(): void {
    const unknown = Object.keys(this.values).find((key) => !this.asked.has(key));
    if (unknown === undefined) return;
    const meant = nearestName(unknown, [...this.asked]);
    const advice = meant === undefined ? "remove it." : `did you mean ${this.path}${meant}?`;
    throw new OptionError(`${this.file}: expected a known option, found ${this.path}${unknown}; ${advice}`);
  }

  private take(key: string, expected: string, fits: (value: unknown) => boolean): unknown {
    this.asked.add(key);
    const value = this.values[key];
    if (value === undefined || value === null) return undefined;
    if (!fits(value)) this.refuse(key, expected);
    return value;
  }
}

/** Writes a value for a message. JSON has no NaN. */
function found(value: unknown): string {
  return typeof value === "number" ? String(value) : JSON.stringify(value);
}
