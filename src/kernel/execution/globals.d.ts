// What every cell has in scope, for the type checker.
/// <reference types="node" />

interface DisplayHandle {
  /** Shows another value in place of the one that was shown. */
  update(value: unknown): Promise<void>;
}
/** Shows a value in the cell's output: its pictures or HTML where it has some, else as text. */
declare function display(value: unknown): Promise<DisplayHandle>;
/** Takes the cell's output away, at once or (`wait`) when the next output comes. */
declare function clearOutput(wait?: boolean): void;
/** Shows a value in the front end's pager, beside the notebook. */
declare function page(value: unknown): Promise<void>;
/** Asks the reader for a line of text. */
declare function input(prompt?: string): Promise<string>;
/** Asks the reader for a line of text without showing what is typed. */
declare function password(prompt?: string): Promise<string>;
declare var __dirname: string;
declare var __filename: string;
declare var require: NodeJS.Require;

declare module "tslab" {
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
  /** A display that can be changed after it was shown: each call replaces what the one before showed. */
  export function newDisplay(): Display;
  /** What stands for tslab here: the version whose API this is, TypeScript's and Node's. */
  export const versions: { tslab: string; typescript: string; node: string };
}
