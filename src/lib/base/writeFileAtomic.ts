// Writes a file under a temporary name and renames it, so that a reader finds either the old file or the whole new one.
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";

/** Text, which is written as UTF-8, bytes, or several pieces of bytes in their order. */
export type FileContent = string | Uint8Array | readonly Uint8Array[];

/**
 * Replaces a file as a whole, however the process ends. The bytes are on the disk before the file appears.
 *
 * @param file its folder must exist
 * @throws {Error} by Node when the folder cannot be written; the old file is then unchanged
 * @example
 * await writeFileAtomic("runs/notes.txt", "learning rate 0.0002\n");
 */
export async function writeFileAtomic(file: string, content: FileContent): Promise<void> {
  const temporary = temporaryName(file);
  try {
    const handle = await open(temporary, "w");
    try {
      for (const piece of pieces(content)) await handle.writeFile(piece);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Does the same as `writeFileAtomic` before it returns, for code that cannot wait. */
export function writeFileAtomicSync(file: string, content: FileContent): void {
  const temporary = temporaryName(file);
  try {
    const descriptor = openSync(temporary, "w");
    try {
      for (const piece of pieces(content)) writeFileSync(descriptor, piece);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function temporaryName(file: string): string {
  return `${file}.${process.pid}.part`;
}

function pieces(content: FileContent): readonly (string | Uint8Array)[] {
  return typeof content === "string" || content instanceof Uint8Array ? [content] : content;
}
