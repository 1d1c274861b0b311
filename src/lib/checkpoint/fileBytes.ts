// Reads parts of a file on demand, so that opening a checkpoint costs its header only.
import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/** Bytes at a known place: a part of a file, or a buffer. */
export interface ByteRange {
  /** Number of bytes. */
  readonly length: number;
  /** Reads bytes from `start` to `end`, counted from the range's first byte. All bytes by default. */
  read(start?: number, end?: number): Uint8Array;
}

/** Returns the part of a file that begins at `offset`. Each read opens the file and closes it. */
export function fileRange(file: string, offset: number, length: number): ByteRange {
  return {
    length,
    read(start = 0, end = length) {
      const descriptor = openSync(file, "r");
      try {
        return readFully(descriptor, offset + start, end - start);
      } finally {
        closeSync(descriptor);
      }
    },
  };
}

/** Returns the bytes of a buffer as a range. */
export function bufferRange(bytes: Uint8Array): ByteRange {
  return { length: bytes.length, read: (start = 0, end = bytes.length) => bytes.subarray(start, end) };
}

/** Returns the length of a file in bytes. */
export function fileLength(file: string): number {
  const descriptor = openSync(file, "r");
  try {
    return fstatSync(descriptor).size;
  } finally {
    closeSync(descriptor);
  }
}

/** Reads bytes; fewer than `length` where the file ends. */
function readFully(descriptor: number, position: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const count = readSync(descriptor, bytes, filled, length - filled, position + filled);
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}
