// HTML as the value of a cell.

/** Returns a value that the kernel shows as HTML. Front ends without HTML show the text. */
export function htmlValue(html: string, text: string): object {
  return { [Symbol.for("Jupyter.display")]: () => ({ "text/html": html, "text/plain": text }) };
}
