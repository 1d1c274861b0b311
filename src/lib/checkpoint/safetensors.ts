// The safetensors format: eight bytes with the header's length (little endian), a JSON header with each tensor's
// type, shape and place, and the numbers. Python's package `safetensors` reads and writes the same.
import { open, readFile, rename, rm } from "node:fs/promises";
import { CheckpointError } from "../errors.js";
import { type ElementType, elementSize, elementTypes, toFloat32 } from "./elements.js";
import type { NamedArray } from "./namedArray.js";

export interface TensorFile {
  readonly tensors: readonly NamedArray[];
  readonly metadata: Readonly<Record<string, string>>;
}

interface HeaderEntry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

/** Writes atomically: a reader finds the old file or the whole new one, whenever the writer is stopped. */
export async function writeTensors(file: string, { tensors, metadata }: TensorFile): Promise<void> {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const { name, shape, values } of tensors) {
    header[name] = { dtype: "F32", shape, data_offsets: [offset, offset + values.byteLength] };
    offset += values.byteLength;
  }
  const json = Buffer.from(JSON.stringify(header));
  const padding = Buffer.alloc((8 - (json.length % 8)) % 8, " ");
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length + padding.length));
  const partial = `${file}.${process.pid}.part`;
  try {
    const handle = await open(partial, "w");
    try {
      for (const part of [length, json, padding]) await handle.write(part);
      for (const { values } of tensors)
        await handle.write(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

/** @throws {CheckpointError} that names the file when it is missing, cut off or of another kind */
export async function readTensors(file: string): Promise<TensorFile> {
  const bytes = await readFile(file).catch(() => {
    throw new CheckpointError(`${file}: expected a checkpoint, found no file that can be read.`);
  });
  const refuse = (found: string): never => {
    throw new CheckpointError(`${file}: expected a safetensors checkpoint, found ${found}.`);
  };
  if (bytes.length < 8) refuse(`${bytes.length} bytes`);
  const length = Number(bytes.readBigUInt64LE(0));
  if (length > bytes.length - 8) refuse(`a header of ${length} bytes in a file of ${bytes.length}`);
  let header: Record<string, HeaderEntry> & { __metadata__?: Record<string, string> };
  try {
    header = JSON.parse(bytes.toString("utf8", 8, 8 + length));
  } catch {
    return refuse("a header that is not JSON");
  }
  const { __metadata__: metadata = {}, ...entries } = header;
  const tensors = Object.entries(entries).map(([name, { dtype, shape, data_offsets }]) => {
    const type = dtype as ElementType;
    if (!elementTypes.includes(type)) refuse(`${name} of type ${dtype}, expected ${elementTypes.join(", ")}`);
    const [start, end] = data_offsets.map((offset) => offset + 8 + length) as [number, number];
    const count = shape.reduce((product, side) => product * side, 1);
    if (end > bytes.length || end - start !== count * elementSize(type))
      refuse(`${name} cut off or of another length than its shape`);
    return { name, shape, values: toFloat32(type, bytes.subarray(start, end)) };
  });
  return { tensors, metadata };
}
