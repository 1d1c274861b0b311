// Writes a file under a temporary name and renames it, so that a reader finds either the old file or the whole new one.
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { fileErrorOf } from "./files/fileError.js";
import { outputTarget, temporaryName } from "./files/output.js";
import { requirePath } from "./files/path.js";

/** Text, which is written as UTF-8, bytes, or several pieces of bytes in their order. */
export type FileContent = string | Uint8Array | readonly Uint8Array[];

/**
 * Replaces a file as a whole, however the process ends. The bytes are on the disk before the file appears. A symbolic link
 * is kept and its target replaced. A device or a pipe is written to.
 *
 * @param file its folder must exist
 * @throws {FileError} when the file cannot be written; the old file is then unchanged
 * @example
 * await writeFileAtomic("runs/notes.txt", "learning rate 0.0002\n");
 */
export async function writeFileAtomic(
  file: string,
  content: FileContent | AsyncIterable<Uint8Array>,
): Promise<void> {
  requirePath("file", file);
  let temporary: string | undefined;
  try {
    const { path, replaced } = outputTarget(file);
    temporary = replaced ? temporaryName(path) : undefined;
    const handle = await open(temporary ?? path, "w");
    try {
      for await (const piece of isStream(content) ? content : pieces(content)) await handle.writeFile(piece);
      if (replaced) await handle.sync();
    } finally {
      await handle.close();
    }
    if (temporary !== undefined) await rename(temporary, path);
  } catch (error) {
    if (temporary !== undefined) await rm(temporary, { force: true }).catch(() => {});
    throw fileErrorOf(error, file);
  }
}

/** Does the same as `writeFileAtomic` before it returns, for code that cannot wait. */
export function writeFileAtomicSync(file: string, content: FileContent): void {
  requirePath("file", file);
  let temporary: string | undefined;
  try {
    const { path, replaced } = outputTarget(file);
    temporary = replaced ? temporaryName(path) : undefined;
    const descriptor = openSync(temporary ?? path, "w");
    try {
      for (const piece of pieces(content)) writeFileSync(descriptor, piece);
      if (replaced) fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    if (temporary !== undefined) renameSync(temporary, path);
  } catch (error) {
    if (temporary !== undefined) removeQuietly(temporary);
    throw fileErrorOf(error, file);
  }
}

/** The first error is the one to report. */
function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {}
}

function isStream(content: FileContent | AsyncIterable<Uint8Array>): content is AsyncIterable<Uint8Array> {
  return typeof content === "object" && Symbol.asyncIterator in content;
}

function pieces(content: FileContent): readonly (string | Uint8Array)[] {
  return typeof content === "string" || content instanceof Uint8Array ? [content] : content;
}
