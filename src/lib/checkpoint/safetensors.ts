// The safetensors format: eight bytes with the header's length (little-endian), a JSON header with each tensor's type,
// shape and offsets, and the numbers. Python's package `safetensors` reads and writes the same format.
import { readFile } from "node:fs/promises";
import { CheckpointError } from "../base/errors.js";
import { isObject } from "../base/isObject.js";
import { writeFileAtomic } from "../base/writeFileAtomic.js";
import { type ElementType, elementSize, elementTypes, toFloat32 } from "./elements.js";
import type { NamedArray } from "./namedArray.js";

/** The content of a safetensors file. */
export interface TensorFile {
  /** Tensors in the order of the file. */
  readonly tensors: readonly NamedArray[];
  /** The texts in the header's `__metadata__`. */
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Writes tensors atomically. A reader finds the old file or the whole new one, even if the writer is killed.
 *
 * @example
 * const tensors = [{ name: "bias", shape: [2], values: new Float32Array([0.5, 1]) }];
 * await writeTensors("small.safetensors", { tensors, metadata: { author: "me" } });
 */
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
  const bytes = tensors.map(
    ({ values }) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  );
  await writeFileAtomic(file, [length, json, padding, ...bytes]);
}

/**
 * Reads the tensors and the metadata of a file.
 *
 * @example
 * const { tensors, metadata } = await readTensors("runs/best.safetensors");
 * console.log(tensors.length, Object.keys(metadata));
 *
 * @throws {CheckpointError} that names the file when it is missing, cut off or of another kind
 */
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
  const header = parsedHeader(bytes.toString("utf8", 8, 8 + length)) ?? refuse("a header that is not JSON");
  const { __metadata__: metadata = {}, ...entries } = header;
  if (!isObject(metadata) || !Object.values(metadata).every((value) => typeof value === "string"))
    refuse("metadata that is not text");
  const tensors = Object.entries(entries).map(([name, entry]) => {
    const { dtype, shape, data_offsets: offsets } = isObject(entry) ? entry : {};
    const type = dtype as ElementType;
    if (!elementTypes.includes(type)) refuse(`${name} of type ${dtype}, expected ${elementTypes.join(", ")}`);
    if (!areCounts(shape) || !areCounts(offsets)) return refuse(`${name} without a valid shape and place`);
    const [start, end] = offsets.map((offset) => offset + 8 + length) as [number, number];
    const count = shape.reduce((product, side) => product * side, 1);
    if (end > bytes.length || end - start !== count * elementSize(type))
      refuse(`${name} cut off or of another length than its shape`);
    return { name, shape, values: toFloat32(type, bytes.subarray(start, end)) };
  });
  return { tensors, metadata: metadata as Record<string, string> };
}

function parsedHeader(json: string): Record<string, unknown> | undefined {
  try {
    const header: unknown = JSON.parse(json);
    return isObject(header) ? header : undefined;
  } catch {
    return undefined;
  }
}

function areCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((side) => Number.isSafeInteger(side) && side >= 0);
}
