// The number types of tensors on disk, and their conversion to float32.

/** The types by their names in safetensors. All are little-endian. */
export const elementTypes = ["F64", "F32", "F16", "BF16", "I64", "I32", "I16", "I8", "U8", "BOOL"] as const;
/** The name of a number type. */
export type ElementType = (typeof elementTypes)[number];

/** The element type of each storage class of PyTorch. */
export const storageTypes: Readonly<Record<string, ElementType>> = {
  DoubleStorage: "F64",
  FloatStorage: "F32",
  HalfStorage: "F16",
  BFloat16Storage: "BF16",
  LongStorage: "I64",
  IntStorage: "I32",
  ShortStorage: "I16",
  CharStorage: "I8",
  ByteStorage: "U8",
  BoolStorage: "BOOL",
};

const sizes: Readonly<Record<ElementType, number>> = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U8: 1,
  BOOL: 1,
};

/** Returns the number of bytes of one element. */
export function elementSize(type: ElementType): number {
  return sizes[type];
}

/** Converts numbers of any type to float32. The bytes may start at any offset. */
export function toFloat32(type: ElementType, bytes: Uint8Array): Float32Array {
  const { buffer, byteOffset, byteLength } = bytes;
  const aligned = buffer.slice(byteOffset, byteOffset + byteLength);
  if (type === "F32") return new Float32Array(aligned);
  if (type === "F64") return Float32Array.from(new Float64Array(aligned));
  if (type === "F16") return fromBits(new Uint16Array(aligned), halfToFloat);
  if (type === "BF16") return fromBits(new Uint16Array(aligned), (bits) => bits << 16);
  if (type === "I64") return Float32Array.from(new BigInt64Array(aligned), Number);
  if (type === "I32") return Float32Array.from(new Int32Array(aligned));
  if (type === "I16") return Float32Array.from(new Int16Array(aligned));
  if (type === "I8") return Float32Array.from(new Int8Array(aligned));
  return Float32Array.from(new Uint8Array(aligned));
}

/** Converts 16-bit numbers to the 32 bits of the same numbers. */
function fromBits(values: Uint16Array, widen: (bits: number) => number): Float32Array {
  const wide = new Uint32Array(values.length);
  for (let i = 0; i < values.length; i++) wide[i] = widen(values[i]!);
  return new Float32Array(wide.buffer);
}

/** Converts IEEE 754 half precision: one bit sign, five bits exponent, ten bits fraction. */
function halfToFloat(bits: number): number {
  const sign = (bits & 0x8000) << 16;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 31) return sign | 0x7f800000 | (fraction << 13); // Infinity or NaN.
  if (exponent > 0) return sign | ((exponent + 112) << 23) | (fraction << 13);
  if (fraction === 0) return sign;
  // A subnormal half is a normal float. The loop shifts its leading one into the implied position.
  const shift = Math.clz32(fraction) - 21;
  return sign | ((113 - shift) << 23) | (((fraction << shift) & 0x3ff) << 13);
}
