// Arrays of numbers in a figure, packed as bytes: a loss curve of 10,000 points is 80 kB without any parsing. The kernel
// packs them and the page unpacks them.

/** A typed array of numbers. */
export type NumericArray =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray;

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

/** A packed array: the name of its class and its bytes, which are a DataView in the page. */
interface Packed {
  readonly _array: keyof typeof kinds;
  readonly bytes: ArrayBufferView;
}

/** Shorter lists are sent as JSON. */
const shortest = 64;

/** Returns a value with all typed arrays and all long lists of numbers packed. */
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

/** Returns a value with all packed arrays as typed arrays. Packed lists become Float64Arrays. */
export function unpack(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (isPacked(value)) {
    const { buffer, byteOffset, byteLength } = value.bytes;
    // The copy is aligned to the size of a number.
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

/** Returns true for a typed array of numbers. */
export function isNumeric(value: unknown): value is NumericArray {
  return ArrayBuffer.isView(value) && value.constructor.name in kinds;
}
