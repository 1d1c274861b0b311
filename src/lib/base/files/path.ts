// The difference between a path and a URL.
import { OptionError } from "../errors.js";

/**
 * Checks that a value is a path.
 *
 * @param name of the argument, for the message
 * @throws {OptionError} for a URL, an empty text or anything that is no text
 */
export function requirePath(name: string, value: unknown): asserts value is string {
  const found = typeof value === "string" ? JSON.stringify(value) : String(value);
  if (value instanceof URL || (typeof value === "string" && /^[a-z][a-z\d+.-]+:\/\//i.test(value))) {
    throw new OptionError(
      `${name}: expected a path, found the URL ${value}; copy the file to this machine and give its path.`,
    );
  }
  if (typeof value === "string" && value !== "") return;
  throw new OptionError(`${name}: expected a path, found ${found}; give the path of a file or folder.`);
}
