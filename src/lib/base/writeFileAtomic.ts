// Writes a file so that it is there whole or not at all: beside its place first, then moved.
import { open, rename, rm } from "node:fs/promises";

/** @param parts bytes, one behind the other */
export async function writeFileAtomic(file: string, parts: readonly Uint8Array[]): Promise<void> {
  const beside = `${file}.${process.pid}.part`;
  try {
    const handle = await open(beside, "w");
    try {
      for (const part of parts) await handle.writeFile(part);
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
