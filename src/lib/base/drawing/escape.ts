// Text made safe for markup.

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Escapes a text for the content or an attribute of XML and HTML. `>` is escaped in `]]>` only, where XML forbids it.
 * @example
 * escapeXml('a <b> & "c"'); // a &lt;b> &amp; &quot;c&quot;
 */
export function escapeXml(text: string): string {
  return text.replace(/[&<"']|(?<=\]\])>/g, (character) => entities[character]!);
}
