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
  /** True for an array that plotly.js must read as a list. */
  readonly _list?: true;
}

/** Shorter lists are sent as JSON. */
const shortest = 64;

/** Attributes that plotly.js reads from lists only. */
const listsOnly: ReadonlySet<string> = new Set(["selectedpoints"]);

/**
 * Returns traces with all typed arrays and all long lists of numbers packed. plotly.js skips NaN and infinities in a list,
 * and takes them for numbers in a typed array, so that an array with such values becomes a list in the page.
 */
export function pack(value: unknown): unknown {
  return packedBy(value, false);
}

/** Returns a layout with all typed arrays packed. They become lists in the page, where plotly.js expects lists. */
export function packLayout(value: unknown): unknown {
  return packedBy(value, true);
}

function packedBy(value: unknown, isList: boolean): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (isNumeric(value)) return packed(value, isList);
  if (Array.isArray(value)) {
    const numbers = !isList && value.length >= shortest && value.every((item) => typeof item === "number");
    return numbers
      ? packed(Float64Array.from(value as number[]), isList)
      : value.map((item) => packedBy(item, isList));
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, packedBy(item, isList || listsOnly.has(key))]),
  );
}

/** Returns a value with all packed arrays as lists or typed arrays. Packed lists of finite numbers become Float64Arrays. */
export function unpack(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (isPacked(value)) {
    const { buffer, byteOffset, byteLength } = value.bytes;
    // The copy is aligned to the size of a number.
    const array = new kinds[value._array](buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer);
    return value._list ? Array.from(array) : array;
  }
  if (Array.isArray(value)) return value.map(unpack);
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unpack(item)]));
}

function packed(array: NumericArray, isList: boolean): Packed {
  const kind = array.constructor.name as keyof typeof kinds;
  return { _array: kind, bytes: array, ...((isList || !areFinite(array)) && { _list: true }) };
}

function areFinite(array: NumericArray): boolean {
  for (let i = 0; i < array.length; i++) if (!Number.isFinite(array[i])) return false;
  return true;
}

function isPacked(value: object): value is Packed {
  return (
    Object.hasOwn(value, "_array") &&
    Object.hasOwn(kinds, (value as Packed)._array) &&
    ArrayBuffer.isView((value as Partial<Packed>).bytes)
  );
}

/** Returns true for a typed array of numbers. */
export function isNumeric(value: unknown): value is NumericArray {
  return ArrayBuffer.isView(value) && value.constructor.name in kinds;
}
