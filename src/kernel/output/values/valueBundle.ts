// MIME bundle of a value that has no display method.
import type { MimeBundle } from "../../host/display.js";
import { inColor } from "./colors.js";
import { inspectValue } from "./inspectValue.js";
import { recordsHtml } from "./recordTable.js";

/** Returns the text of a value, and a table for an array of records. */
export function valueBundle(value: unknown): MimeBundle {
  const text = { "text/plain": inspectValue(value, inColor(process.env)) };
  const html = recordsHtml(value);
  return html === undefined ? text : { ...text, "text/html": html };
}
