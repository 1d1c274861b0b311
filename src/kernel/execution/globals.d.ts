// Types of the globals of cells.
/// <reference types="node" />

/** A displayed value. */
interface DisplayHandle {
  /** Shows another value in place of the displayed one. */
  update(value: unknown): Promise<void>;
}
/**
 * Shows a value in the cell's output: by its own MIME bundle if it has one, else as text. The value keeps its place among
 * the outputs without `await`.
 * @returns a handle whose `update` shows another value in its place
 */
declare function display(value: unknown): Promise<DisplayHandle>;
/** Removes the cell's outputs, at once or (`wait`) when the next output comes. */
declare function clearOutput(wait?: boolean): void;
/** Shows a value in the front end's pager, beside the notebook. */
declare function page(value: unknown): Promise<void>;
/** Asks the user for a line of text. */
declare function input(prompt?: string): Promise<string>;
/** Asks the user for a line of text and hides it, as for a password. */
declare function password(prompt?: string): Promise<string>;
/** Folder of the notebook. */
declare var __dirname: string;
/** Path of the notebook. */
declare var __filename: string;
/** Loads a CommonJS module. */
declare var require: NodeJS.Require;

declare module "tslab" {
  /** Shows data of one MIME type for each method. */
  export interface Display {
    html(text: string): void;
    javascript(text: string): void;
    latex(text: string): void;
    markdown(text: string): void;
    svg(text: string): void;
    text(text: string): void;
    png(bytes: Uint8Array): void;
    jpeg(bytes: Uint8Array): void;
    gif(bytes: Uint8Array): void;
    pdf(bytes: Uint8Array): void;
    raw(contentType: string, data: string | Uint8Array): void;
  }
  /** Shows rich content in the cell's output. */
  export const display: Display;
  /** Returns a display whose calls replace the output of the call before. */
  export function newDisplay(): Display;
  /** Versions of tslab (whose API this is), TypeScript and Node. */
  export const versions: { tslab: string; typescript: string; node: string };
}
