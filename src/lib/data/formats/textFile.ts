// Reads text files in UTF-8 or UTF-16, with or without a byte order mark, whole or in pieces. For another encoding
// the error names the first wrong byte, so that no caption is read with wrong characters.
import { createReadStream } from "node:fs";
import { open, readFile } from "node:fs/promises";
import { DataError } from "../../base/errors.js";
import { encodingOf } from "../../base/files/readText.js";

/** Reads a text file. @throws {DataError} when the bytes are not text in UTF-8 or UTF-16 */
export async function readText(file: string): Promise<string> {
  const bytes = await readFile(file);
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    throw await wrongEncoding(file, encodingOf(bytes));
  }
}

/**
 * Reads a text file piece by piece. The file may be larger than memory.
 *
 * @throws {DataError} when the bytes are not text in UTF-8 or UTF-16
 */
export async function* readPieces(file: string): AsyncGenerator<string> {
  const encoding = encodingOf(await firstBytes(file));
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 18 })) {
      yield decoder.decode(chunk as Buffer, { stream: true });
    }
    yield decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) throw await wrongEncoding(file, encoding);
    throw error;
  }
}

/**
 * Reads lines without their line ends, some thousands at a time. The last line needs no line end.
 *
 * @throws {DataError} when the bytes are not text in UTF-8 or UTF-16
 */
export async function* readLines(file: string): AsyncGenerator<string[]> {
  let rest = "";
  for await (const piece of readPieces(file)) {
    const lines = (rest + piece).split(/\r?\n/);
    rest = lines.pop()!;
    if (lines.length > 0) yield lines;
  }
  if (rest !== "") yield [rest.replace(/\r$/, "")];
}

/** Returns the first line. An empty file has an empty one. */
export async function firstLine(file: string): Promise<string> {
  for await (const [line] of readLines(file)) return line!;
  return "";
}

/** Returns the first piece of a text, of 256 kB at most. */
export async function firstText(file: string): Promise<string> {
  for await (const piece of readPieces(file)) return piece;
  return "";
}

async function firstBytes(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Reads the file again to find the first line that cannot be decoded, and returns the error about it. */
async function wrongEncoding(file: string, encoding: string): Promise<DataError> {
  const expected = encoding.toUpperCase();
  if (encoding !== "utf-8") {
    return new DataError(
      `${file}: expected text in ${expected} after its byte order mark, found other bytes; the file may be cut off, copy it again.`,
    );
  }
  let line = 1;
  let pending = Buffer.alloc(0);
  for await (const chunk of createReadStream(file)) {
    pending = Buffer.concat([pending, chunk as Buffer]);
    for (let end = pending.indexOf(10); end >= 0; end = pending.indexOf(10)) {
      if (!isUtf8(pending.subarray(0, end))) break;
      pending = pending.subarray(end + 1);
      line += 1;
    }
    if (pending.includes(10)) break;
  }
  const byte = firstWrong(pending);
  return new DataError(
    `${file}: expected text in UTF-8, found byte 0x${byte.toString(16).padStart(2, "0")} in line ${line}; save the file as UTF-8, as with iconv -f GB18030 -t UTF-8 or -f WINDOWS-1252.`,
  );
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Returns the first byte that is not UTF-8. */
function firstWrong(bytes: Buffer): number {
  // Decoding writes U+FFFD at the wrong byte. The text before it has as many bytes as before decoding.
  const before = bytes.toString("utf8").split("\ufffd", 1)[0]!;
  return bytes[Buffer.byteLength(before)] ?? 0;
}
