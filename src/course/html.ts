// HTML as the value of a cell, with plain text for where HTML is not shown.

/** What the kernel shows as HTML. */
export function htmlValue(html: string, text: string): object {
  return { [Symbol.for("Jupyter.display")]: () => ({ "text/html": html, "text/plain": text }) };
}
