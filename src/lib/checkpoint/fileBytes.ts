// Reads parts of a file on demand, so that opening a checkpoint costs its header only.
import { readRange } from "../base/files/readRange.js";

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
    read: (start = 0, end = length) => readRange(file, offset + start, end - start),
  };
}

/** Returns the bytes of a buffer as a range. */
export function bufferRange(bytes: Uint8Array): ByteRange {
  return { length: bytes.length, read: (start = 0, end = bytes.length) => bytes.subarray(start, end) };
}
