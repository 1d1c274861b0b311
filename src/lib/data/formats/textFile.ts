// Text as data sets bring it: UTF-8 or UTF-16 with or without a byte order mark, whole or in pieces. Any
// other encoding is refused with the place of its first wrong byte, instead of captions full of question marks.
import { createReadStream } from "node:fs";
import { open, readFile } from "node:fs/promises";
import { DataError } from "../../base/errors.js";

/** @throws {DataError} when the bytes are no text in UTF-8 or UTF-16 */
export async function readText(file: string): Promise<string> {
  const bytes = await readFile(file);
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    throw await wrongEncoding(file, encodingOf(bytes));
  }
}

/**
 * The text piece by piece, so that a file may be larger than memory.
 * @throws {DataError} when the bytes are no text in UTF-8 or UTF-16
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
 * Lines without their ends, some thousands at a time; a last line needs no line feed.
 * @throws {DataError} when the bytes are no text in UTF-8 or UTF-16
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

/** The first line, or an empty one of an empty file. */
export async function firstLine(file: string): Promise<string> {
  for await (const [line] of readLines(file)) return line!;
  return "";
}

function encodingOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return "utf-8";
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

/** Looks for the first line that cannot be decoded, which is the only time that costs a second reading. */
async function wrongEncoding(file: string, encoding: string): Promise<DataError> {
  const expected = encoding.toUpperCase();
  if (encoding !== "utf-8") {
    return new DataError(
      `${file}: expected text in ${expected}, as its first bytes say, found bytes that are none; the file may be cut off.`,
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

/** The first byte at which the bytes stop being UTF-8. */
function firstWrong(bytes: Buffer): number {
  // U+FFFD stands where decoding failed; what comes before it takes as many bytes as it is long.
  const before = bytes.toString("utf8").split("\ufffd", 1)[0]!;
  return bytes[Buffer.byteLength(before)] ?? 0;
}
