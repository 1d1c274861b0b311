// NumPy's arrays, numbers and dtypes in a pickle, as NumPy 1 and 2 write them.
import { toFloat32 } from "../elements.js";
import { elementCount, offsetOf } from "../strides.js";
import {
  type KnownGlobal,
  type Pickled,
  PickleError,
  SkippedObject,
  type StatefulObject,
} from "./pickled.js";

/** A NumPy array, in row-major order. Its numbers are decoded when they are asked for. */
export class NumpyArray implements StatefulObject {
  shape: readonly number[] = [0];
  private read: () => ArrayLike<Pickled> = () => [];

  /** Numbers, or the objects of an array of objects. Each access decodes the bytes. */
  get values(): ArrayLike<Pickled> {
    return this.read();
  }

  /** Takes `(version, shape, dtype, Fortran order, bytes or objects)`. @throws {PickleError} when they do not fit */
  setState(state: Pickled): void {
    const [, shape, type, fortran, content = null] = Array.isArray(state) ? state : [];
    if (!Array.isArray(shape) || !shape.every(isCount) || !(type instanceof NumpyType))
      throw new PickleError("a NumPy array without a valid shape and dtype");
    const count = Array.isArray(content) ? content.length : type.count(content);
    if (count !== elementCount(shape))
      throw new PickleError(`a NumPy array of shape [${shape}] with ${count} values`);
    const values = () => (Array.isArray(content) ? content : type.numbers(content));
    this.shape = shape;
    this.read = fortran === true ? () => rowMajor(values(), shape) : values;
  }
}

/** A NumPy type such as `<f8`. */
class NumpyType implements StatefulObject {
  private isBigEndian: boolean;
  private readonly code: string;

  constructor(code: string) {
    this.isBigEndian = code.startsWith(">");
    this.code = code.replace(/^[<>=|]/, "");
  }

  /** Takes `(version, byte order, …)`. */
  setState(state: Pickled): void {
    if (Array.isArray(state)) this.isBigEndian = state[1] === ">";
  }

  /** Returns how many numbers some bytes hold. @throws {PickleError} for a type that is no number */
  count(bytes: Pickled): number {
    if (!readers[this.code]) throw new PickleError(`a NumPy array of type "${this.code}"`);
    if (!(bytes instanceof Uint8Array)) throw new PickleError("NumPy numbers without their bytes");
    return Math.floor(bytes.byteLength / this.size);
  }

  /** Reads numbers of this type. @throws {PickleError} as `count` */
  numbers(bytes: Pickled): ArrayLike<number> {
    const values = new Float64Array(this.count(bytes));
    const { buffer, byteOffset, byteLength } = bytes as Uint8Array;
    const view = new DataView(buffer, byteOffset, byteLength);
    const read = readers[this.code]!;
    for (let i = 0; i < values.length; i++) values[i] = read(view, i * this.size, !this.isBigEndian);
    return values;
  }

  private get size(): number {
    return Number(this.code.slice(1));
  }
}

type Read = (view: DataView, at: number, little: boolean) => number;
const readers: Readonly<Record<string, Read>> = {
  f8: (view, at, little) => view.getFloat64(at, little),
  f4: (view, at, little) => view.getFloat32(at, little),
  f2: half,
  i8: (view, at, little) => Number(view.getBigInt64(at, little)),
  i4: (view, at, little) => view.getInt32(at, little),
  i2: (view, at, little) => view.getInt16(at, little),
  i1: (view, at) => view.getInt8(at),
  u8: (view, at, little) => Number(view.getBigUint64(at, little)),
  u4: (view, at, little) => view.getUint32(at, little),
  u2: (view, at, little) => view.getUint16(at, little),
  u1: (view, at) => view.getUint8(at),
  b1: (view, at) => view.getUint8(at),
};

const scalarTypes =
  "float16 float32 float64 longdouble int8 int16 int32 int64 uint8 uint16 uint32 uint64 bool_ bool".split(
    " ",
  );

/** Builders by Python name. NumPy 1 has its functions in `numpy.core`, NumPy 2 in `numpy._core`. */
export const numpyBuilders: Readonly<Record<string, NonNullable<KnownGlobal["build"]>>> = {
  "numpy.dtype": ([code]) => new NumpyType(String(code)),
  "numpy.ndarray": () => new NumpyArray(),
  "_codecs.encode": ([text]) => Buffer.from(String(text), "latin1"),
  ...Object.fromEntries(
    ["numpy.core", "numpy._core"].flatMap((core) => [
      [`${core}.multiarray._reconstruct`, () => new NumpyArray()],
      [`${core}.multiarray.scalar`, scalar],
      [`${core}.numeric._frombuffer`, fromBuffer],
    ]),
  ),
  ...Object.fromEntries(
    scalarTypes.map((type) => [`numpy.${type}`, () => new SkippedObject(`numpy.${type}`)]),
  ),
};

function scalar([type, bytes]: readonly Pickled[]): Pickled {
  if (!(type instanceof NumpyType)) throw new PickleError("a NumPy number without its dtype");
  if (typeof bytes === "string") return bytes;
  if (type.count(bytes ?? null) !== 1) throw new PickleError("a NumPy number without its bytes");
  return type.numbers(bytes ?? null)[0]!;
}

/** The form of protocol 5: `(bytes, dtype, shape, order)`. */
function fromBuffer([bytes, type, shape, order]: readonly Pickled[]): Pickled {
  const array = new NumpyArray();
  array.setState([1, shape ?? null, type ?? null, order === "F", bytes ?? null]);
  return array;
}

function rowMajor(values: ArrayLike<Pickled>, shape: readonly number[]): Pickled[] {
  const strides = shape.map((_, axis) => elementCount(shape.slice(0, axis)));
  return Array.from({ length: values.length }, (_, i) => values[offsetOf(i, shape, strides)]!);
}

function half(view: DataView, at: number, little: boolean): number {
  const bits = view.getUint16(at, little);
  return toFloat32("F16", Uint8Array.of(bits & 0xff, bits >> 8))[0]!;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
