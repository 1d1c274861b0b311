// The display API of tslab, so that notebooks for tslab run unchanged. Its types are in globals.d.ts.
import { randomUUID } from "node:crypto";
import type { KernelHost } from "../host/host.js";
import { typescriptVersion } from "../language/compiler.js";

const textKinds = {
  html: "text/html",
  javascript: "text/javascript",
  latex: "text/latex",
  markdown: "text/markdown",
  svg: "image/svg+xml",
  text: "text/plain",
} as const;
const binaryKinds = {
  png: "image/png",
  jpeg: "image/jpeg",
  gif: "image/gif",
  pdf: "application/pdf",
} as const;

/** Returns the module "tslab". */
export function tslabModule(host: KernelHost): Record<string, unknown> {
  return {
    display: displayApi(host),
    newDisplay: () => displayApi(host, randomUUID()),
    versions: { tslab: "1.0.22", typescript: typescriptVersion, node: process.version },
  };
}

function displayApi(host: KernelHost, displayId?: string): Record<string, unknown> {
  let shown = false;
  const raw = (mime: string, data: string | Uint8Array) => {
    const text = typeof data === "string" ? data : Buffer.from(data).toString("base64");
    const transient = displayId ? { display_id: displayId } : undefined;
    host.display({ data: { [mime]: text }, transient, update: shown && displayId !== undefined });
    shown = true;
  };
  const kinds = Object.entries({ ...textKinds, ...binaryKinds });
  return {
    raw,
    ...Object.fromEntries(
      kinds.map(([name, mime]) => [name, (data: string | Uint8Array) => raw(mime, data)]),
    ),
  };
}
