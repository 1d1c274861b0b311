// Separates binary values from a state and puts them back. The protocol sends them beside the state, each with its path.
import type { Json, JsonObject } from "../../host/host.js";

/** Keys and indices that lead to a binary value. */
export type BufferPath = (string | number)[];

/** A state without binary values, the values, and their paths. */
export interface SeparatedState {
  state: JsonObject;
  bufferPaths: BufferPath[];
  buffers: Uint8Array[];
}

/** Separates binary values from a state. It removes their keys from objects and puts null into lists. */
export function separateBuffers(state: Record<string, unknown>): SeparatedState {
  const bufferPaths: BufferPath[] = [];
  const buffers: Uint8Array[] = [];
  const visit = (value: unknown, path: BufferPath): Json | undefined => {
    const bytes = asBytes(value);
    if (bytes) {
      bufferPaths.push(path);
      buffers.push(bytes);
      return undefined;
    }
    if (Array.isArray(value)) return value.map((item, i) => visit(item, [...path, i]) ?? null);
    if (typeof value !== "object" || value === null) return value as Json;
    const entries = Object.entries(value).map(([key, item]) => [key, visit(item, [...path, key])] as const);
    return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
  };
  return { state: visit(state, []) as JsonObject, bufferPaths, buffers };
}

/** Puts binary values back into a state, which it modifies. */
export function restoreBuffers(state: JsonObject, paths: BufferPath[], buffers: readonly Uint8Array[]): void {
  for (const [i, path] of paths.entries()) {
    let place = state as unknown as Record<string | number, unknown>;
    for (const key of path.slice(0, -1)) place = place[key] as Record<string | number, unknown>;
    place[path.at(-1)!] = buffers[i];
  }
}

function asBytes(value: unknown): Uint8Array | undefined {
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (!ArrayBuffer.isView(value)) return undefined;
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}
