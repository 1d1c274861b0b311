// Separates binary values from a state and puts them back. The protocol sends them beside the state, each with its path.
import type { JsonObject } from "../../host/host.js";
import { type JsonPath, toJson } from "../../host/toJson.js";

/** Keys and indices that lead to a binary value. */
export type BufferPath = JsonPath;

/** A state without binary values, the values, and their paths. */
export interface SeparatedState {
  state: JsonObject;
  bufferPaths: BufferPath[];
  buffers: Uint8Array[];
}

/**
 * Separates binary values from a state and turns the rest into JSON. It removes the keys of binary values from objects and
 * puts null into lists.
 * @param name name of the state in errors
 * @throws {JsonError} for a value that cannot be sent, such as a function
 */
export function separateBuffers(state: Record<string, unknown>, name = "state"): SeparatedState {
  const bufferPaths: BufferPath[] = [];
  const buffers: Uint8Array[] = [];
  const json = toJson(state, name, (bytes, path) => {
    bufferPaths.push(path);
    buffers.push(bytes);
  });
  return { state: json as JsonObject, bufferPaths, buffers };
}

/**
 * Puts binary values back into a state, which it modifies.
 * @param paths paths as the page sent them, not checked yet
 * @returns false when paths and buffers do not fit the state. The state may then be half filled.
 */
export function restoreBuffers(state: JsonObject, paths: unknown, buffers: readonly Uint8Array[]): boolean {
  if (!Array.isArray(paths) || paths.length > buffers.length) return false;
  return paths.every((path, i) => Array.isArray(path) && path.length > 0 && place(state, path, buffers[i]!));
}

/** Puts a binary value at a path through own properties. Lists have null at its place, objects have no such key. */
function place(state: object, path: readonly unknown[], value: Uint8Array): boolean {
  let at: unknown = state;
  for (const key of path.slice(0, -1)) {
    if (!isContainer(at) || !Object.hasOwn(at, key as PropertyKey)) return false;
    at = at[key as string];
  }
  const last = path.at(-1);
  if (!isContainer(at)) return false;
  if (
    Array.isArray(at)
      ? !(Number.isInteger(last) && Object.hasOwn(at, last as number))
      : typeof last !== "string"
  )
    return false;
  Object.defineProperty(at, last as PropertyKey, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
  return true;
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !ArrayBuffer.isView(value);
}
