// Writes zip archives for tests, with entries that claim what the test wants.
import { crc32 } from "node:zlib";

/** An entry: bytes that are stored, or a deflate stream that claims a length. */
export type ZipEntry = Uint8Array | { readonly data: Uint8Array; readonly length: number };

/** Returns an archive of these entries. */
export function zipOf(entries: Readonly<Record<string, ZipEntry>>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, entry] of Object.entries(entries)) {
    const isStored = entry instanceof Uint8Array;
    const data = isStored ? entry : entry.data;
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0); // Version.
    fields.writeUInt16LE(isStored ? 0 : 8, 4);
    fields.writeUInt32LE(isStored ? crc32(data) : 0, 10);
    fields.writeUInt32LE(data.length, 14);
    fields.writeUInt32LE(isStored ? data.length : entry.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), fields, Buffer.from(name), data]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(
      Buffer.concat([Buffer.from("PK\x01\x02\x14\0", "latin1"), fields, rest, Buffer.from(name)]),
    );
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length, 4);
  end.writeUInt16LE(directory.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, central, Buffer.from("PK\x05\x06"), end]);
}
