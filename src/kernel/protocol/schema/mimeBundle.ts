// The form of MIME bundles in nbformat 4.5. JSON types hold any value, all other types hold a string or a list of strings.
import { types } from "node:util";
import type { Json, JsonObject } from "../../host/json.js";
import { bytesOf, isRecord, jsonError, toJson, unreadable } from "../../host/toJson.js";

const jsonType = /^application\/(.*\+)?json$/;
const textType = /^text\/|\+xml$|^application\/(javascript|xml|x-latex|sql)$/;

/**
 * Returns a MIME bundle as JSON, without the types whose data is undefined. Bytes become text for a text type, and base64
 * for other types such as image/png.
 * @param name name of the bundle in errors
 * @throws {JsonError} for a bundle that is no object, and for data that its type does not allow
 */
export function validBundle(bundle: unknown, name: string): JsonObject {
  const valid: [string, Json][] = [];
  for (const [mime, data] of dataByType(bundle, name)) {
    const text = bytesAsText(mime, data);
    const json = toJson(text ?? data, mime);
    if (json === undefined) continue;
    if (!jsonType.test(mime) && !isText(json))
      throw jsonError(mime, "a string or a list of strings", data, "turn the data into a string");
    valid.push([mime.toWellFormed(), json]);
  }
  return Object.fromEntries(valid);
}

/** Reads the members of a bundle, which may be any value. */
function dataByType(bundle: unknown, name: string): [string, unknown][] {
  const expected = 'an object of data by MIME type, such as { "text/html": "<b>1</b>" }';
  let at = name;
  try {
    if (types.isMap(bundle)) return [...bundle].map(([mime, data]) => [String(mime), data]);
    if (isRecord(bundle))
      return Object.keys(bundle).map((mime) => {
        at = mime;
        return [mime, bundle[mime]];
      });
  } catch (error) {
    throw unreadable(at, error);
  }
  throw jsonError(name, expected, bundle, "return such an object");
}

function isText(json: Json): boolean {
  return typeof json === "string" || (Array.isArray(json) && json.every((line) => typeof line === "string"));
}

/** Returns the text of binary data for a MIME type whose data is text. */
function bytesAsText(mime: string, data: unknown): string | undefined {
  if (jsonType.test(mime)) return undefined;
  if (!ArrayBuffer.isView(data) && !types.isAnyArrayBuffer(data)) return undefined;
  try {
    return Buffer.from(bytesOf(data)).toString(textType.test(mime) ? "utf8" : "base64");
  } catch (error) {
    throw unreadable(mime, error);
  }
}
