// Reads parts of files without the rest.
import { closeSync, openSync, readSync } from "node:fs";

/** Reads bytes of a file; fewer than `length` where the file ends. @throws {Error} by Node when it cannot be read */
export function readRange(file: string, offset: number, length: number): Buffer {
  const descriptor = openSync(file, "r");
  try {
    return readAt(descriptor, offset, length);
  } finally {
    closeSync(descriptor);
  }
}

/** Reads bytes of an open file; fewer than `length` where the file ends. */
export function readAt(descriptor: number, offset: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const count = readSync(descriptor, bytes, filled, length - filled, offset + filled);
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}
