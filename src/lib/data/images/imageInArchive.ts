// Paths of images inside a tar archive: `shard.tar#key.jpg@OFFSET+SIZE`. The place is in the path, so that a thread reads
// the image without a list of the archive.
import { existsSync } from "node:fs";
import { readRange } from "../../base/files/readRange.js";
import type { TarEntry } from "../formats/containers/tarFile.js";

const form = /^(.+\.tar)#(.+)@(\d+)\+(\d+)$/;

/** Returns the path of an image in an archive. */
export function pathInArchive(file: string, { name, offset, size }: TarEntry): string {
  return `${file}#${name}@${offset}+${size}`;
}

/** Reads an image in an archive; undefined for the path of a plain file. */
export function readFromArchive(path: string): Uint8Array | undefined {
  const [, file, , offset, size] = form.exec(path) ?? [];
  return file === undefined || existsSync(path) ? undefined : readRange(file, Number(offset), Number(size));
}

/** Reports whether the file of an image exists, or the archive that holds it. */
export function imageExists(path: string): boolean {
  return existsSync(path) || existsSync(form.exec(path)?.[1] ?? path);
}
