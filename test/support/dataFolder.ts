// A folder for the files of one data set, which is empty before each test.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, beforeEach } from "node:test";
import type { Dataset } from "../../src/lib/data/dataset.js";

/** A folder for the files of a data set. */
export class DataFolder {
  readonly #home = mkdtempSync(join(tmpdir(), "data-"));
  #count = 0;
  /** Path of the folder. It is another one in each test. */
  path = this.#home;

  /** Registers the hooks that make and remove the folders. */
  constructor() {
    beforeEach(() => {
      this.path = this.fresh();
    });
    after(() => rmSync(this.#home, { recursive: true }));
  }

  /** Makes another empty folder and returns its path. */
  fresh(): string {
    const path = join(this.#home, String(this.#count++));
    mkdirSync(path);
    return path;
  }

  /** Writes a file and returns its path. An object becomes JSON. */
  write(name: string, content: string | Buffer | object): string {
    const file = join(this.path, name);
    mkdirSync(dirname(file), { recursive: true });
    const isText = typeof content === "string" || Buffer.isBuffer(content);
    writeFileSync(file, isText ? content : JSON.stringify(content));
    return file;
  }
}

/** Returns the records of a data set without their paths. */
export function withoutPaths({ records }: Dataset) {
  return records.map(({ filename, captions, keywords, sceneClass, split }) => ({
    filename,
    captions,
    keywords,
    sceneClass,
    split,
  }));
}
