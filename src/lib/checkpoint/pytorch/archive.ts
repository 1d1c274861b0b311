// Reads the entries of a zip archive. torch.save stores them uncompressed.
import { type Entry, openPromise, type ZipFile } from "yauzl";

/** Returns the bytes of each entry by name. @throws {Error} when the archive is cut off or an entry has another length */
export async function readArchive(file: string): Promise<Map<string, Buffer>> {
  const archive = await openPromise(file, { autoClose: false });
  try {
    const entries = new Map<string, Buffer>();
    for await (const entry of archive.eachEntry())
      entries.set(entry.fileName, await readEntry(archive, entry));
    return entries;
  } finally {
    archive.close();
  }
}

async function readEntry(archive: ZipFile, entry: Entry): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of await archive.openReadStreamPromise(entry)) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
