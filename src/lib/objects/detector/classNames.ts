// The names of a detector's classes: from the model, a file or the caller.
import { parse } from "yaml";
import { DataError } from "../../base/errors.js";
import { fileErrorOf } from "../../base/files/fileError.js";
import { readTextSync } from "../../base/files/readText.js";
import { isObject } from "../../base/isObject.js";

/**
 * Reads names from a file: one on each line, a JSON or YAML list, a YAML file with `names` (YOLO's data.yaml), or a JSON file
 * with `id2label` (Hugging Face's config.json).
 *
 * @throws {DataError} when the file has no names
 * @throws {FileError} when it cannot be read
 */
export function readClassNames(file: string): string[] {
  try {
    const text = readTextSync(file);
    const isStructured = /\.(ya?ml|json)$/i.test(file);
    const names = isStructured ? namesIn(parse(text)) : text.split(/\r?\n/).map((line) => line.trim());
    while (names?.at(-1) === "") names.pop();
    if (names && names.length > 0) return names;
  } catch (error) {
    const known = fileErrorOf(error, file, "read");
    if (known !== error || error instanceof DataError) throw known;
  }
  throw new DataError(
    `${file}: expected the names of classes, a name on each line, "names" or "id2label", found none; list them in the order of the detector.`,
  );
}

/** Reads the names that YOLO's exporter writes as a dictionary of Python, such as `{0: 'plane', 1: "ship's"}`. */
export function metadataNames(text: string | undefined): string[] | undefined {
  if (text === undefined) return undefined;
  try {
    return namesIn({ names: parse(text) });
  } catch {
    return undefined;
  }
}

/** Returns a list of names, or the names by number in `names` or `id2label`. */
function namesIn(value: unknown): string[] | undefined {
  const list = isObject(value) ? (value.names ?? value.id2label) : value;
  if (Array.isArray(list)) return list.map(String);
  if (!isObject(list)) return undefined;
  const names: string[] = [];
  for (const [key, name] of Object.entries(list)) {
    const number = Number(key);
    if (!Number.isInteger(number) || number < 0 || number > 65_535) return undefined;
    names[number] = String(name);
  }
  return Array.from(names, (name, i) => name ?? `class ${i}`);
}
