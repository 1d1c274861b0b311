// `html`, `markdown`, `svg`, `latex` and `json` of cells. Each is a function of a value, and those of text are template
// tags, too.
import { type Displayable, displaySymbol, type MimeBundle } from "../../host/display.js";
import type { Json } from "../../host/json.js";
import { inspectValue } from "../values/inspectValue.js";

/** Makes a value of a text, as a function or as the tag of a template. */
export type Markup = (text: string | TemplateStringsArray, ...values: unknown[]) => Displayable;

/** A value that is shown by a bundle. In a template it is its text. */
export class Shown implements Displayable {
  /**
   * @param make returns the bundle when the value is shown
   * @param text the value in a template
   */
  constructor(
    private readonly make: () => MimeBundle | Promise<MimeBundle>,
    private readonly text: string,
  ) {}

  [displaySymbol](): MimeBundle | Promise<MimeBundle> {
    return this.make();
  }

  toString(): string {
    return this.text;
  }
}

/** Shows HTML. */
export const html: Markup = (text, ...values) => shown("text/html", joined(text, values, cooked));

/** Shows an SVG picture. */
export const svg: Markup = (text, ...values) => {
  const source = joined(text, values, cooked);
  // A front end that does not trust the notebook shows the text.
  return shown(
    "image/svg+xml",
    source,
    `<image/svg+xml of ${source.length.toLocaleString("en-US")} characters>`,
  );
};

/** Shows Markdown. Backslashes in a template stay, as in formulas. */
export const markdown: Markup = (text, ...values) => shown("text/markdown", joined(text, values, raw));

/** Shows LaTeX. A text without delimiters is a formula. Backslashes in a template stay. */
export const latex: Markup = (text, ...values) => {
  const source = joined(text, values, raw);
  const delimited = /\$|\\\(|\\\[|\\begin\b/.test(source);
  return shown("text/latex", delimited ? source : `$\\displaystyle ${source.trim()}$`);
};

/** Shows a value as a tree that the reader opens and closes. */
export function json(value: unknown): Displayable {
  const text = inspectValue(value, false);
  return new Shown(() => ({ "application/json": value as Json, "text/plain": text }), text);
}

function shown(mime: string, text: string, plain = text): Shown {
  return new Shown(() => ({ [mime]: text, "text/plain": plain }), text);
}

function joined(
  text: string | TemplateStringsArray,
  values: readonly unknown[],
  parts: (strings: TemplateStringsArray) => readonly string[],
): string {
  if (!isTemplate(text)) return String(text);
  return parts(text)
    .map((part, i) => part + textOf(values[i]))
    .join("");
}

function isTemplate(text: unknown): text is TemplateStringsArray {
  return Array.isArray(text) && "raw" in text;
}

/** Returns the text of a value in a template. A list has no commas. */
function textOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  return Array.isArray(value) ? value.map(textOf).join("") : String(value);
}

/** Returns the parts of a template with their escapes read. A part with an invalid escape is unchanged. */
function cooked(strings: TemplateStringsArray): readonly string[] {
  return strings.map((part: string | undefined, i) => part ?? strings.raw[i]!);
}

/** Returns the parts of a template as they are written, except that a backtick and a dollar sign lose their backslash. */
function raw(strings: TemplateStringsArray): readonly string[] {
  return strings.raw.map((part) => part.replace(/\\([`$])/g, "$1"));
}
