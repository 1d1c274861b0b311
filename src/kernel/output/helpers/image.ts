// `image` of cells: a picture from a file, a URL or bytes.
import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Displayable, MimeBundle } from "../../host/display.js";
import { DisplayError } from "../../host/errors.js";
import { Shown } from "./markup.js";

/** A picture: the path of a file, a URL (http, https, file or data), or bytes of a PNG, JPEG, GIF, WebP, BMP or SVG file. */
export type ImageSource = string | URL | Uint8Array | ArrayBuffer | Blob;

/** First bytes of each format, in Latin-1. */
const signatures: readonly (readonly [RegExp, string])[] = [
  [/^\x89PNG\r\n/, "image/png"],
  [/^\xff\xd8\xff/, "image/jpeg"],
  [/^GIF8[79]a/, "image/gif"],
  [/^RIFF[\s\S]{4}WEBP/, "image/webp"],
  [/^BM[\s\S]{4}\0\0\0\0/, "image/bmp"],
  [
    /^(?:\xef\xbb\xbf)?\s*(?:<\?xml[\s\S]*?\?>\s*|<!--[\s\S]*?-->\s*|<!DOCTYPE[^>]*>\s*)*<svg[\s>]/i,
    "image/svg+xml",
  ],
];

/**
 * Shows a picture. The format is found by the content. A URL is loaded when the picture is shown, and its bytes are stored
 * in the notebook.
 * @throws {DisplayError} for a file that is missing or has another format
 */
export function image(source: ImageSource): Displayable {
  if (source instanceof Blob || isRemote(source)) {
    const name = source instanceof Blob ? "a Blob" : shortened(String(source));
    return new Shown(async () => bundleOf(await load(source), name), name);
  }
  const [bytes, name] = read(source);
  const bundle = bundleOf(bytes, name);
  return new Shown(() => bundle, name);
}

function isRemote(source: ImageSource): source is string | URL {
  return source instanceof URL ? source.protocol !== "file:" : /^(?:https?|data):/i.test(String(source));
}

async function load(source: string | URL | Blob): Promise<Uint8Array> {
  if (source instanceof Blob) return new Uint8Array(await source.arrayBuffer());
  const name = shortened(String(source));
  let response: Response;
  try {
    response = await fetch(source);
  } catch (error) {
    const { cause, message } = error as Error;
    const found = cause instanceof Error ? cause.message : message;
    throw new DisplayError(`image: expected a picture at ${name}, found ${found}; check the address.`);
  }
  if (!response.ok)
    throw new DisplayError(
      `image: expected a picture at ${name}, found status ${response.status}; check the address.`,
    );
  return new Uint8Array(await response.arrayBuffer());
}

function read(source: Exclude<ImageSource, Blob>): [bytes: Uint8Array, name: string] {
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) {
    const bytes = ArrayBuffer.isView(source)
      ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
      : new Uint8Array(source);
    return [bytes, "the bytes"];
  }
  if (typeof source !== "string" && !(source instanceof URL))
    throw new DisplayError(
      `image: expected a path, a URL or bytes, found ${typeof source}; pass one of them.`,
    );
  const path = source instanceof URL || /^file:/i.test(source) ? fileURLToPath(source) : resolve(source);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile())
    throw new DisplayError(`image: expected a file at ${path}, found none; check the path.`);
  return [readFileSync(path), path];
}

function bundleOf(bytes: Uint8Array, name: string): MimeBundle {
  const { buffer, byteOffset, byteLength } = bytes;
  const data = Buffer.from(buffer, byteOffset, byteLength);
  const start = data.toString("latin1", 0, 4096);
  const mime = signatures.find(([signature]) => signature.test(start))?.[1];
  if (!mime) {
    const found = byteLength === 0 ? "no bytes" : `bytes that begin with ${data.toString("hex", 0, 8)}`;
    throw new DisplayError(
      `image: expected a PNG, JPEG, GIF, WebP, BMP or SVG file in ${name}, found ${found}; convert it first.`,
    );
  }
  const text = `<${mime} of ${byteLength.toLocaleString("en-US")} bytes>`;
  return {
    [mime]: mime === "image/svg+xml" ? data.toString("utf8") : data.toString("base64"),
    "text/plain": text,
  };
}

function shortened(address: string): string {
  return address.length > 80 ? `${address.slice(0, 80)}…` : address;
}
