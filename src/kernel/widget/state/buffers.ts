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

/** Puts binary values back into a state, which it modifies. */
export function restoreBuffers(state: JsonObject, paths: BufferPath[], buffers: readonly Uint8Array[]): void {
  for (const [i, path] of paths.entries()) {
    let place = state as unknown as Record<string | number, unknown>;
    for (const key of path.slice(0, -1)) place = place[key] as Record<string | number, unknown>;
    place[path.at(-1)!] = buffers[i];
  }
}
