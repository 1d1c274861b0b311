// Finds the entries of a zip archive. torch.save stores them uncompressed.
import { inflateRawSync } from "node:zlib";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { type ByteRange, bufferRange, fileRange } from "../fileBytes.js";
import { PickleError } from "../pickle/pickled.js";

/** The largest ratio of an entry's length to its compressed length. Weights compress by less than 2. */
const largestCompression = 100;
const [stored, deflated] = [0, 8];

/** Returns the place of each entry by name. Compressed entries are inflated when they are read. @throws {Error} */
export async function readArchive(file: string): Promise<Map<string, ByteRange>> {
  const archive = await openPromise(file, { autoClose: false }).catch((error: Error) => {
    const lost = error.message.startsWith("End of central directory");
    throw lost ? new PickleError("a zip archive without its end, as after a copy that stopped") : error;
  });
  try {
    const entries = new Map<string, ByteRange>();
    for await (const entry of archive.eachEntry())
      entries.set(entry.fileName, await rangeOf(file, archive, entry));
    return entries;
  } finally {
    archive.close();
  }
}

async function rangeOf(file: string, archive: ZipFile, entry: Entry): Promise<ByteRange> {
  const { fileDataStart } = await archive.readLocalFileHeaderPromise(entry, { minimal: true });
  const { compressedSize, uncompressedSize, compressionMethod, fileName } = entry;
  if (fileDataStart + compressedSize > archive.fileSize)
    throw new PickleError(`the entry ${fileName} cut off`);
  const bytes = fileRange(file, fileDataStart, compressedSize);
  if (compressionMethod === stored) return bytes;
  if (compressionMethod !== deflated)
    throw new PickleError(`the entry ${fileName} compressed by method ${compressionMethod}`);
  if (uncompressedSize > largestCompression * compressedSize)
    throw new PickleError(
      `the entry ${fileName} of ${compressedSize} bytes that inflates to ${uncompressedSize}`,
    );
  return {
    length: uncompressedSize,
    read: (start = 0, end = uncompressedSize) =>
      bufferRange(inflateRawSync(bytes.read(), { maxOutputLength: uncompressedSize })).read(start, end),
  };
}
