// Reads the authors' `rsitmd_local.npy` and `rsicd_local.npy`: numpy.save of the dictionary
// {"adj_matrix": {key: 20 × 20}, "local_rep": {key: 20 × 20}}. Nothing in the pickle is executed.
import { readFile, stat } from "node:fs/promises";
import { DataError } from "../../base/errors.js";
import { fileErrorOf } from "../../base/files/fileError.js";
import { requirePath } from "../../base/files/path.js";
import { foreignContent } from "../../base/foreignContent.js";
import { type NpyHeader, npyHeader } from "../../base/npyHeader.js";
import { NumpyArray, numpyBuilders } from "../../checkpoint/pickle/numpy.js";
import {
  type KnownGlobal,
  type Pickled,
  type PickledDict,
  PickleError,
} from "../../checkpoint/pickle/pickled.js";
import { unpickle } from "../../checkpoint/pickle/unpickle.js";
import { objectChannels, objectCount } from "../objectSource.js";
import { matrixLength } from "./objectTable.js";

/** The matrices of all images, by key such as `airport_1.txt`. */
export interface ReleasedTable {
  /** Edges, [20, 20]. */
  readonly adjacency: ReadonlyMap<string, Float32Array>;
  /** Numbers of the objects, [20, 20]. */
  readonly objects: ReadonlyMap<string, Float32Array>;
}

/** The largest file that is read. RSICD's has 70 MB when its matrices are lists of float64. */
const largestFile = 2 ** 30;

/**
 * Reads a file of the authors. Matrices may be arrays of any numeric type, in any order of memory, or lists.
 *
 * @throws {DataError} with the file and the key when the content is another one, a matrix is not 20 × 20, or a value is
 *   no finite number
 * @throws {FileError} when the file cannot be read
 */
export async function readReleased(file: string): Promise<ReleasedTable> {
  requirePath("file", file);
  const bytes = await bytesOf(file);
  const header = npyHeader(bytes);
  if (!header) throw refusal(file, otherContent(bytes));
  const dictionary = dictionaryOf(file, bytes, header);
  const table = {
    adjacency: matricesOf(file, dictionary, "adj_matrix"),
    objects: matricesOf(file, dictionary, "local_rep"),
  };
  if (table.objects.size === 0) throw refusal(file, 'no entry in "local_rep"');
  return table;
}

async function bytesOf(file: string): Promise<Buffer> {
  try {
    const { size } = await stat(file);
    if (size > largestFile) throw refusal(file, `${size} bytes, more than ${largestFile}`);
    return await readFile(file);
  } catch (error) {
    throw fileErrorOf(error, file, "read");
  }
}

function refusal(file: string, found: string): DataError {
  return new DataError(
    `${file}: expected the authors' dictionary of "adj_matrix" and "local_rep", found ${found}; ` +
      "save it with numpy.save(file, {…}).",
  );
}

function otherContent(bytes: Buffer): string {
  if (bytes.subarray(0, 2).toString("latin1") === "PK") return "a zip archive, as numpy.savez writes";
  return foreignContent(bytes.subarray(0, 512))?.split(";")[0] ?? "no .npy file, or the beginning of one";
}

function dictionaryOf(file: string, bytes: Buffer, { type, shape, start }: NpyHeader): PickledDict {
  const count = shape.reduce((product, length) => product * length, 1);
  if (!type.endsWith("O") || count !== 1) throw refusal(file, `an array [${shape}] of the type ${type}`);
  const { value } = unpickled(file, bytes, start);
  const content = value instanceof NumpyArray ? (value.values[0] ?? null) : value;
  if (content instanceof Map) return content;
  throw refusal(file, `a ${typeName(content)} in it`);
}

function unpickled(file: string, bytes: Buffer, start: number): { value: Pickled } {
  try {
    return unpickle(bytes, start, {
      global: globals(bytes.length),
      persistent: () => {
        throw new PickleError("a pickle that refers to another file");
      },
    });
  } catch (error) {
    if (error instanceof PickleError) throw refusal(file, error.message);
    throw error;
  }
}

/** Returns the Python objects that the file may name. A pickle that repeats a long text cannot ask for more memory than its own. */
function globals(most: number): (name: string) => KnownGlobal | undefined {
  let encoded = 0;
  const encode: KnownGlobal["build"] = (args) => {
    encoded += String(args[0]).length;
    if (encoded > most) throw new PickleError("a pickle that repeats its bytes");
    return numpyBuilders["_codecs.encode"]!(args);
  };
  const known: Readonly<Record<string, KnownGlobal["build"]>> = {
    ...numpyBuilders,
    "_codecs.encode": encode,
    "collections.OrderedDict": () => new Map(),
  };
  return (name) => (Object.hasOwn(known, name) ? { name, build: known[name] } : undefined);
}

function matricesOf(file: string, dictionary: PickledDict, name: string): Map<string, Float32Array> {
  const entries = dictionary.get(name);
  if (!(entries instanceof Map)) {
    const keys = [...dictionary.keys()].slice(0, 4).map((key) => JSON.stringify(String(key)));
    throw refusal(file, `the keys ${keys.join(", ") || "of an empty dictionary"}`);
  }
  const matrices = new Map<string, Float32Array>();
  for (const [key, value] of entries) {
    const found = matrixOf(value);
    if (typeof found === "string") {
      throw new DataError(
        `${file}: expected ${objectCount} × ${objectChannels} finite numbers in ${name}["${key}"], found ${found}; write the matrix again.`,
      );
    }
    matrices.set(String(key), found);
  }
  return matrices;
}

/** Returns a matrix as float32, or a description of the content when it is no matrix. */
function matrixOf(value: Pickled): Float32Array | string {
  const rows = rowsOf(value);
  if (!rows) return value instanceof NumpyArray ? `an array [${value.shape}]` : `a ${typeName(value)}`;
  const matrix = new Float32Array(matrixLength);
  if (rows.length !== objectCount)
    return value instanceof NumpyArray ? `an array [${value.shape}]` : `${rows.length} rows`;
  for (let i = 0; i < objectCount; i++) {
    const row = rowsOf(rows[i]!);
    if (row?.length !== objectChannels) return `${row?.length ?? "no"} numbers in row ${i}`;
    for (let j = 0; j < objectChannels; j++) {
      const number = numberOf(row[j]!);
      if (number === undefined || !Number.isFinite(Math.fround(number)))
        return `${number ?? typeName(row[j]!)} in row ${i}, column ${j}`;
      matrix[i * objectChannels + j] = number;
    }
  }
  return matrix;
}

/** Returns the items along the first axis of a list, or of an array with one or two axes. */
function rowsOf(value: Pickled): ArrayLike<Pickled> | undefined {
  if (Array.isArray(value)) return value;
  if (!(value instanceof NumpyArray) || value.shape.length === 0 || value.shape.length > 2) return undefined;
  const [rows, columns] = value.shape;
  const isTooLarge = rows! > objectCount || (columns ?? 0) > objectChannels;
  if (isTooLarge) return undefined;
  const { values } = value;
  if (columns === undefined) return values;
  const all = Array.from(values);
  return Array.from({ length: rows! }, (_, i) => all.slice(i * columns, (i + 1) * columns));
}

function numberOf(value: Pickled): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "bigint" || typeof value === "boolean") return Number(value);
  return value instanceof NumpyArray && value.shape.length === 0
    ? numberOf(value.values[0] ?? null)
    : undefined;
}

/** Returns Python's name of a value's type. */
function typeName(value: Pickled): string {
  if (value instanceof NumpyArray) return `array [${value.shape}]`;
  if (value instanceof Map) return "dict";
  if (value instanceof Uint8Array) return "bytes object";
  if (Array.isArray(value)) return "list";
  if (value === null) return "None";
  return (
    ({ string: "str", number: "number", bigint: "number", boolean: "bool" } as const)[
      typeof value as "string"
    ] ?? "Python object"
  );
}
