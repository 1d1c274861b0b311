// The way in which an object says how a notebook shows it.
import type { JsonObject } from "./json.js";

/** Name of the method that returns an object's MIME bundle. It is `Symbol.for("Jupyter.display")`, as in Deno. */
export const displaySymbol: unique symbol = Symbol.for("Jupyter.display");

/** Data by MIME type, such as `{ "text/html": "<b>1</b>" }`. Data of binary types is in base64. */
export type MimeBundle = JsonObject;

/**
 * An object that a notebook shows by the MIME bundle that it returns.
 * @example
 * import { type Displayable, displaySymbol } from "typescript-lab";
 *
 * class Temperature implements Displayable {
 *   constructor(readonly celsius: number) {}
 *   [displaySymbol]() {
 *     return { "text/html": `<b>${this.celsius} °C</b>`, "text/plain": `${this.celsius} °C` };
 *   }
 * }
 */
export interface Displayable {
  /** Returns the MIME bundle. A promise keeps its place among the outputs of the cell. */
  [displaySymbol](): MimeBundle | Promise<MimeBundle>;
}
