// Lists the files inside a tar archive by their place, so that one image is read without the others.
import { closeSync, fstatSync, openSync } from "node:fs";
import { Header, Pax } from "tar";
import { DataError } from "../../../base/errors.js";
import { readAt } from "../../../base/files/readRange.js";

/** A file inside an archive. */
export interface TarEntry {
  readonly name: string;
  /** Place of the first byte in the archive. */
  readonly offset: number;
  readonly size: number;
}

const block = 512;
/** Largest header of names and attributes that is read, in bytes. */
const longestAttributes = 1 << 20;

/** Yields the files of an archive in their order, reading their headers only. @throws {DataError} for a damaged archive */
export function* tarEntries(file: string): Generator<TarEntry> {
  const descriptor = openSync(file, "r");
  try {
    const length = fstatSync(descriptor).size;
    let position = 0;
    let extended: Pax | undefined;
    let longName: string | undefined;
    while (position + block <= length) {
      const header = headerAt(file, descriptor, position, extended);
      if (header.nullBlock) return;
      const offset = position + block;
      const size = header.size ?? 0;
      position = offset + Math.ceil(size / block) * block;
      if (!header.cksumValid || offset + size > length)
        throw new DataError(
          `${file}: expected a whole tar archive, found damage at byte ${offset}; copy it again.`,
        );
      if (header.type === "ExtendedHeader" || header.type === "NextFileHasLongPath") {
        const text = readAt(descriptor, offset, Math.min(size, longestAttributes)).toString("utf8");
        if (header.type === "ExtendedHeader") extended = Pax.parse(text, extended);
        else longName = text.replace(/\0.*$/s, "");
        continue;
      }
      const name = (longName ?? header.path ?? "").replace(/^\.\//, "");
      extended = undefined;
      longName = undefined;
      if (header.type === "File" || header.type === "OldFile") yield { name, offset, size };
    }
  } finally {
    closeSync(descriptor);
  }
}

function headerAt(file: string, descriptor: number, position: number, extended: Pax | undefined): Header {
  try {
    return new Header(readAt(descriptor, position, block), 0, extended);
  } catch (error) {
    throw new DataError(`${file}: expected a tar archive, found ${(error as Error).message}; copy it again.`);
  }
}
