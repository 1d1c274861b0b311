// The safetensors format: eight bytes with the header's length (little-endian), a JSON header with each tensor's type,
// shape and offsets, and the numbers. Python's package `safetensors` reads and writes the same format.
import { stat } from "node:fs/promises";
import { CheckpointError } from "../base/errors.js";
import { foreignContent } from "../base/foreignContent.js";
import { isObject } from "../base/isObject.js";
import { writeFileAtomic } from "../base/writeFileAtomic.js";
import { type ElementType, elementSize, elementTypes, toFloat32 } from "./elements.js";
import { fileRange } from "./fileBytes.js";
import type { NamedArray } from "./namedArray.js";
import { StoredTensor } from "./storedTensor.js";
import { elementCount } from "./strides.js";

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
  for (const { name, shape } of tensors) {
    const end = offset + elementCount(shape) * elementSize("F32");
    header[name] = { dtype: "F32", shape, data_offsets: [offset, end] };
    offset = end;
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
 * Reads the tensors and the metadata of a file. Each access of a tensor's `values` reads the file.
 *
 * @example
 * const { tensors, metadata } = await readTensors("runs/best.safetensors");
 * console.log(tensors.length, Object.keys(metadata));
 *
 * @throws {CheckpointError} that names the file when it is missing, cut off or of another kind
 */
export async function readTensors(file: string): Promise<TensorFile> {
  const size = await stat(file).then(
    (found) => found.size,
    () => {
      throw new CheckpointError(
        `${file}: expected a checkpoint, found no file that can be read; check its path.`,
      );
    },
  );
  const refuse = (found: string): never => {
    throw new CheckpointError(
      `${file}: expected a safetensors checkpoint, found ${found}${/; /.test(found) ? "" : "; write it again"}.`,
    );
  };
  if (size < 8) refuse(`${size} bytes`);
  const length = Number(Buffer.from(fileRange(file, 0, 8).read()).readBigUInt64LE(0));
  if (length > Math.min(size - 8, longestHeader)) {
    const other = foreignContent(fileRange(file, 0, Math.min(size, 512)).read());
    refuse(other ?? `a header of ${length} bytes in a file of ${size}`);
  }
  const json = Buffer.from(fileRange(file, 8, length).read()).toString("utf8");
  const header = parsedHeader(json) ?? refuse("a header that is not JSON");
  const twice = repeatedKey(json);
  if (twice !== undefined) refuse(`the entry ${twice} twice in the header`);
  const { __metadata__: metadata = {}, ...entries } = header;
  if (!isObject(metadata) || !Object.values(metadata).every((value) => typeof value === "string"))
    refuse("metadata that is not text");
  const places = Object.entries(entries).map(([name, entry]): Place => {
    const { dtype, shape, data_offsets: offsets } = isObject(entry) ? entry : {};
    const type = dtype as ElementType;
    if (!elementTypes.includes(type)) refuse(`${name} of type ${dtype}, expected ${elementTypes.join(", ")}`);
    if (!areCounts(shape) || !areCounts(offsets) || offsets.length !== 2)
      return refuse(`${name} without a valid shape and place`);
    const [start, end] = offsets as [number, number];
    if (end > size - 8 - length || end - start !== elementCount(shape) * elementSize(type))
      refuse(`${name} cut off or of another length than its shape`);
    return { name, type, shape, start, end };
  });
  const overlap = overlapOf(places);
  if (overlap) refuse(`${overlap.join(" and ")} at the same place`);
  const tensors = places.map(({ name, type, shape, start, end }) => {
    const bytes = fileRange(file, 8 + length + start, end - start);
    return new StoredTensor(name, shape, () => toFloat32(type, bytes.read()));
  });
  return { tensors, metadata: metadata as Record<string, string> };
}

/** The longest header in bytes that Python's package reads. */
const longestHeader = 100_000_000;

/** A tensor in the file. Places count from the end of the header, in bytes. */
interface Place {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

/** Returns the names of two tensors that share bytes. */
function overlapOf(places: readonly Place[]): [string, string] | undefined {
  const inOrder = places.filter(({ start, end }) => end > start).sort((a, b) => a.start - b.start);
  const second = inOrder.findIndex((place, i) => i > 0 && place.start < inOrder[i - 1]!.end);
  return second < 0 ? undefined : [inOrder[second - 1]!.name, inOrder[second]!.name];
}

/** Returns a key that occurs twice in the outer object of valid JSON. JSON.parse keeps the last one. */
function repeatedKey(json: string): string | undefined {
  const seen = new Set<string>();
  let depth = 0;
  for (const [token, colon] of json.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/gs)) {
    if (token === "{" || token === "[") depth++;
    else if (token === "}" || token === "]") depth--;
    else if (colon !== undefined && depth === 1) {
      const key = JSON.parse(token.slice(0, -colon.length)) as string;
      if (seen.has(key)) return key;
      seen.add(key);
    }
  }
  return undefined;
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
