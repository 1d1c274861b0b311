// What every cell has in scope, for the type checker.
/// <reference types="node" />

/** Shows a value in the cell's output: its pictures or HTML where it has some, else as text. */
declare function display(value: unknown): Promise<void>;
/** Asks the reader for a line of text. */
declare function input(prompt?: string): Promise<string>;
/** Asks the reader for a line of text without showing what is typed. */
declare function password(prompt?: string): Promise<string>;
declare var __dirname: string;
declare var __filename: string;
declare var require: NodeJS.Require;

declare module "tslab" {
  export namespace display {
    function html(text: string): void;
    function javascript(text: string): void;
    function latex(text: string): void;
    function markdown(text: string): void;
    function svg(text: string): void;
    function text(text: string): void;
    function png(bytes: Uint8Array): void;
    function jpeg(bytes: Uint8Array): void;
    function gif(bytes: Uint8Array): void;
    function pdf(bytes: Uint8Array): void;
    function raw(mime: string, data: string | Uint8Array): void;
  }
  interface Display {
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
    raw(mime: string, data: string | Uint8Array): void;
  }
  /** A display that can be changed after it was shown: each call replaces what the one before showed. */
  export function newDisplay(): Display;
}
