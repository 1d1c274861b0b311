// Reads small text files in UTF-8 or UTF-16, with or without a byte order mark.
import { readFileSync } from "node:fs";
import { DataError } from "../errors.js";

/**
 * Reads a text file without its byte order mark.
 *
 * @throws {DataError} when the bytes are not text in UTF-8 or UTF-16
 * @throws {Error} by Node when the file cannot be read
 */
export function readTextSync(file: string): string {
  const bytes = readFileSync(file);
  const encoding = encodingOf(bytes);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new DataError(
      `${file}: expected text in ${encoding.toUpperCase()}, found other bytes; save the file as UTF-8.`,
    );
  }
}

/**
 * Returns the encoding of a text by its byte order mark, or by the zeros that every second byte of UTF-16 is in Latin text.
 * Otherwise it is UTF-8.
 *
 * @param bytes the first four bytes, or more
 */
export function encodingOf(bytes: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  const [first, second, third, fourth] = bytes;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (second === 0 && fourth === 0 && first && third) return "utf-16le";
  if (first === 0 && third === 0 && second && fourth) return "utf-16be";
  return "utf-8";
}
