// The finished items of an evaluation in a file, so that a stopped one goes on. Each line is the JSON of one item.
import { createHash } from "node:crypto";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileErrorOf } from "../../base/files/fileError.js";
import { makeFolder, requireWritableFolder } from "../../base/files/output.js";
import { isObject } from "../../base/isObject.js";

/** Items by everything that determines them. */
export class FinishedItems<Item> {
  private readonly items = new Map<string, Item>();
  private readonly file: string;

  /** @param folder made when it is missing @throws {FileError} when it cannot be written */
  constructor(folder: string) {
    makeFolder(folder);
    requireWritableFolder(folder);
    this.file = join(folder, "results.jsonl");
    if (!existsSync(this.file)) return;
    const text = readFileSync(this.file, "utf8");
    // The line that a stop has cut off is ended, so that the next item has a line of its own.
    if (text !== "" && !text.endsWith("\n")) appendFileSync(this.file, "\n");
    for (const line of text.split("\n")) {
      const entry = parsed(line);
      if (entry) this.items.set(entry.key, entry.item as Item);
    }
  }

  /** Returns a finished item. */
  get(key: string): Item | undefined {
    return this.items.get(key);
  }

  /** Keeps an item. @throws {FileError} when it cannot be written */
  add(key: string, item: Item): void {
    this.items.set(key, item);
    try {
      appendFileSync(this.file, `${JSON.stringify({ key, item })}\n`);
    } catch (error) {
      throw fileErrorOf(error, this.file);
    }
  }
}

/** Returns a short text that is equal for equal causes only. */
export function keyOf(causes: unknown): string {
  return createHash("sha256").update(JSON.stringify(causes)).digest("hex").slice(0, 32);
}

/** Returns an entry, or undefined for a line that a stop has cut off. */
function parsed(line: string): { readonly key: string; readonly item: unknown } | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    if (isObject(entry) && typeof entry.key === "string" && isObject(entry.item))
      return { key: entry.key, item: entry.item };
  } catch {}
  return undefined;
}
