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
 * Puts binary values back into a state, which it modifies. Paths that do not exist in the state are ignored: the page chose
 * them, and `__proto__` would lead to the prototype of all objects.
 */
export function restoreBuffers(state: JsonObject, paths: BufferPath[], buffers: readonly Uint8Array[]): void {
  for (const [i, path] of paths.entries()) {
    const place = placeOf(state, path);
    const key = path.at(-1);
    if (place && key !== undefined && key !== "__proto__") place[key] = buffers[i];
  }
}

/** Returns the object or list that holds the last key of a path. */
function placeOf(state: JsonObject, path: BufferPath): Record<string | number, unknown> | undefined {
  let place: unknown = state;
  for (const key of path.slice(0, -1)) {
    if (typeof place !== "object" || place === null || !Object.hasOwn(place, key)) return undefined;
    place = (place as Record<string | number, unknown>)[key];
  }
  return typeof place === "object" && place !== null ? (place as Record<string, unknown>) : undefined;
}
