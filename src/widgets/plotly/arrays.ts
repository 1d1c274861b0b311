// Arrays of numbers in a figure travel as bytes beside it, not as text in it: a loss curve of 10,000 points is
// 80 kB that nobody has to parse. Shared by the kernel (which packs) and the page (which unpacks).

const kinds = {
  Float64Array,
  Float32Array,
  Int32Array,
  Uint32Array,
  Int16Array,
  Uint16Array,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
} as const;

export type NumericArray = InstanceType<(typeof kinds)[keyof typeof kinds]>;

/** An array as it travels: the name of its class, and its bytes (a DataView in the page). */
interface Packed {
  readonly _array: keyof typeof kinds;
  readonly bytes: ArrayBufferView;
}

/** Lists shorter than this stay text. */
const shortest = 64;

/** The value with every typed array, and every long list of numbers, packed. */
export function pack(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (isNumeric(value)) return packed(value);
  if (Array.isArray(value)) {
    const numbers = value.length >= shortest && value.every((item) => typeof item === "number");
    return numbers ? packed(Float64Array.from(value as number[])) : value.map(pack);
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, pack(item)]));
}

/** The value with every packed array as the typed array it was. */
export function unpack(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (isPacked(value)) {
    const { buffer, byteOffset, byteLength } = value.bytes;
    // A copy starts at a place that the array's numbers may start at.
    return new kinds[value._array](buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer);
  }
  if (Array.isArray(value)) return value.map(unpack);
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unpack(item)]));
}

function packed(array: NumericArray): Packed {
  return { _array: array.constructor.name as keyof typeof kinds, bytes: array };
}

function isPacked(value: object): value is Packed {
  return "_array" in value && "bytes" in value && ArrayBuffer.isView(value.bytes);
}

export function isNumeric(value: unknown): value is NumericArray {
  return ArrayBuffer.isView(value) && value.constructor.name in kinds;
}
