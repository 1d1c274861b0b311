// Checks of values that come from a file.

/**
 * Reports whether a value read from JSON or YAML is a mapping, neither a list nor null.
 *
 * @example
 * isObject(JSON.parse('{"images": []}')); // true
 */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
