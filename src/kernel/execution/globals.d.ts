// Types of the globals of cells.
/// <reference types="node" />

/** A displayed value. */
interface DisplayHandle {
  /** Shows another value in place of the displayed one. */
  update(value: unknown): Promise<void>;
}
/** A handle that can also be awaited, until the value is shown. */
interface PendingDisplay extends Promise<DisplayHandle>, DisplayHandle {}
/** A value that a notebook shows by its MIME bundle. In a template it is its text. */
type Displayable = import("../host/display.js").Displayable;
/**
 * Shows a value in the cell's output: by its own MIME bundle if it has one, else as text. The value keeps its place among
 * the outputs without `await`.
 * @returns a handle whose `update` shows another value in its place
 */
declare function display(value: unknown): PendingDisplay;
/**
 * Shows several values, one after the other.
 * @returns their handles
 */
declare function display(...values: unknown[]): Promise<DisplayHandle[]>;
/**
 * Shows HTML, as a call or as the tag of a template. A value in the template is inserted unchanged, and a list without
 * commas.
 * @example
 * html`<ul>${["a", "b"].map((text) => html`<li>${text}</li>`)}</ul>`
 */
declare function html(text: string | TemplateStringsArray, ...values: unknown[]): Displayable;
/**
 * Shows an SVG picture, as a call or as the tag of a template.
 * @example
 * svg`<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><circle cx="10" cy="10" r="9"/></svg>`
 */
declare function svg(text: string | TemplateStringsArray, ...values: unknown[]): Displayable;
/**
 * Shows Markdown, as a call or as the tag of a template. A template keeps its backslashes.
 * @example
 * markdown`**Recall** is $\frac{hits}{queries}$`
 */
declare function markdown(text: string | TemplateStringsArray, ...values: unknown[]): Displayable;
/**
 * Shows LaTeX, as a call or as the tag of a template, which keeps its backslashes. A text without delimiters such as `$` is
 * a formula.
 * @example
 * latex`\sum_{k=1}^{n} k = ${"n"}(n+1)/2`
 */
declare function latex(text: string | TemplateStringsArray, ...values: unknown[]): Displayable;
/**
 * Shows a value as a tree whose branches open and close.
 * @example
 * json({ model: "paper/m9", recall: [12.5, 40.1] })
 */
declare function json(value: unknown): Displayable;
/**
 * Shows a picture. Its format (PNG, JPEG, GIF, WebP, BMP or SVG) is found by the content.
 * @param source path of a file, URL (http, https, file or data), or the bytes of a file. A relative path begins in the
 *   notebook's folder.
 * @example
 * image("port_1.png")
 */
declare function image(source: string | URL | Uint8Array | ArrayBuffer | Blob): Displayable;
/** Removes the cell's outputs, at once or (`wait`) when the next output comes. */
declare function clearOutput(wait?: boolean): void;
/** Shows a value in the front end's pager, beside the notebook. */
declare function page(value: unknown): Promise<void>;
/** Asks the user for a line of text. */
declare function input(prompt?: string): Promise<string>;
/** Asks the user for a line of text and hides it, as for a password. */
declare function password(prompt?: string): Promise<string>;
/**
 * Asks the user for a line of text and waits for it. `input` lets other code run meanwhile.
 * @param initial answer if the user enters nothing
 */
declare function prompt(message?: string, initial?: string): string;
/** Asks the user a question and waits for the answer. Returns true for "y" or "yes". */
declare function confirm(message?: string): boolean;
/** Shows a text. */
declare function alert(message?: unknown): void;
/** Runs the command of a line `!command`. */
declare function __shell(command: string): Promise<void>;
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
