// Looks at the images of a data set: missing files, files with another name, and files that cannot be decoded.
import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, extname } from "node:path";
import type { LoadedRecord } from "./formats/reading.js";
import { findBadImages } from "./images/badImages.js";
import { imageExists } from "./images/imageInArchive.js";
import type { DataProblem } from "./problems.js";

/** Finds the problems of all images. @param folder folder of the images */
export async function imageProblems(loaded: readonly LoadedRecord[], folder: string): Promise<DataProblem[]> {
  const missing = loaded.filter(({ record }) => !imageExists(record.path));
  if (missing.length === loaded.length && loaded.length > 0 && !existsSync(folder)) {
    const reason = `expected the images of ${loaded.length} records, found no such folder`;
    return [{ severity: "error", file: folder, reason }];
  }
  const names = new FileNames();
  const problems = missing.map(({ record, place }): DataProblem => {
    const near = names.near(record.path);
    const found = near ? `; ${near}` : "";
    return {
      severity: "error",
      ...place,
      filename: record.filename,
      reason: `has no image, expected ${record.path}${found}`,
    };
  });
  const there = loaded.filter(({ record }) => imageExists(record.path));
  const bad = await findBadImages(there.map(({ record }) => record));
  const broken = bad.map(({ index, reason }): DataProblem => {
    const { record, place } = there[index]!;
    return {
      severity: "error",
      ...place,
      filename: record.filename,
      reason: `has an image that cannot be used (${reason})`,
    };
  });
  return [...problems, ...broken];
}

/** The files of folders, to find a name that differs little from a missing one. */
class FileNames {
  private readonly folders = new Map<string, string[]>();

  /** Describes a file whose name differs by case, Unicode form or extension. */
  near(path: string): string | undefined {
    const names = this.list(dirname(path));
    const wanted = basename(path);
    const by = (same: (name: string) => string) => names.find((name) => same(name) === same(wanted));
    const composed = by((name) => name.normalize("NFC"));
    if (composed) return `found ${composed}, whose accents are written in another Unicode form`;
    const cased = by((name) => name.normalize("NFC").toLowerCase());
    if (cased) return `found ${cased}, whose letters differ in case`;
    const stem = by((name) => basename(name, extname(name)).normalize("NFC").toLowerCase());
    return stem && `found ${stem}, whose extension differs`;
  }

  private list(folder: string): string[] {
    const known = this.folders.get(folder) ?? (existsSync(folder) ? readdirSync(folder) : []);
    this.folders.set(folder, known);
    return known;
  }
}
