// Reads a mapping of a configuration file key by key: each value is checked where it is taken, and what is left in
// the end was not known.
import { OptionError } from "./errors.js";
import { isObject } from "./isObject.js";
import { nearestName } from "./nearestName.js";

export class ConfigSection {
  private readonly asked = new Set<string>();

  /**
   * @param file what messages begin with
   * @param path keys that lead here, such as `optim.`
   */
  constructor(
    private readonly file: string,
    private readonly path: string,
    private readonly values: Readonly<Record<string, unknown>>,
  ) {}

  static of(file: string, value: unknown, path = ""): ConfigSection {
    if (isObject(value)) return new ConfigSection(file, path, value);
    const where = path === "" ? "the file" : path.slice(0, -1);
    throw new OptionError(
      `${file}: ${where}: expected a mapping, found ${JSON.stringify(value) ?? "nothing"}.`,
    );
  }

  has(key: string): boolean {
    return this.values[key] !== undefined && this.values[key] !== null;
  }

  /** Whatever stands there, for a key that takes several kinds. */
  any(key: string): unknown {
    this.asked.add(key);
    return this.values[key] ?? undefined;
  }

  section(key: string): ConfigSection {
    this.asked.add(key);
    return ConfigSection.of(this.file, this.values[key] ?? {}, `${this.path}${key}.`);
  }

  string(key: string): string | undefined {
    return this.take(key, "text", (value) => typeof value === "string") as string | undefined;
  }

  number(key: string): number | undefined {
    return this.take(key, "a number", (value) => typeof value === "number") as number | undefined;
  }

  boolean(key: string): boolean | undefined {
    return this.take(key, "true or false", (value) => typeof value === "boolean") as boolean | undefined;
  }

  oneOf<T extends string>(key: string, allowed: readonly T[]): T | undefined {
    const expected = `one of ${allowed.join(", ")}`;
    return this.take(key, expected, (value) => allowed.includes(value as T)) as T | undefined;
  }

  /** A key that is known and has no meaning here. */
  ignore(...keys: string[]): void {
    for (const key of keys) this.asked.add(key);
  }

  /** A sentence that refuses a value. */
  refuse(key: string, expected: string): never {
    throw new OptionError(
      `${this.file}: ${this.path}${key}: expected ${expected}, found ${JSON.stringify(this.values[key])}.`,
    );
  }

  /** @throws {OptionError} that names a key that nobody asked for, and the nearest one that is known */
  end(): void {
    const unknown = Object.keys(this.values).find((key) => !this.asked.has(key));
    if (unknown === undefined) return;
    const meant = nearestName(unknown, [...this.asked]);
    const hint = meant === undefined ? "" : `; did you mean ${this.path}${meant}?`;
    throw new OptionError(`${this.file}: there is no option ${this.path}${unknown}${hint}`);
  }

  private take(key: string, expected: string, fits: (value: unknown) => boolean): unknown {
    this.asked.add(key);
    const value = this.values[key];
    if (value === undefined || value === null) return undefined;
    if (!fits(value)) this.refuse(key, expected);
    return value;
  }
}
