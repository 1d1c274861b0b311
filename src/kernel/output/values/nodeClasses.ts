// Classes that Node's modules export.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
/** Modules with event emitters. They are loaded when the first emitter is shown. */
const modules = [
  "cluster",
  "crypto",
  "dgram",
  "events",
  "fs",
  "http",
  "http2",
  "https",
  "readline",
  "tls",
  "zlib",
];
/** Names of emitters that no module exports. */
const unexported = new Set([
  "FileHandle",
  "FSWatcher",
  "StatWatcher",
  "ClientHttp2Session",
  "ServerHttp2Session",
]);
let classes: Set<unknown> | undefined;

/** Returns true for an event emitter whose class is one of Node's, false for one whose class extends such a class. */
export function isEmitterOfNode(value: object): boolean {
  if (!("_eventsCount" in value)) return false;
  classes ??= new Set(modules.flatMap((name) => Object.values(require(`node:${name}`) as object)));
  const type: unknown = value.constructor;
  return (
    type !== undefined &&
    type !== null &&
    (classes.has(type) || unexported.has((type as { name: string }).name))
  );
}
