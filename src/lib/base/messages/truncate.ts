// Text cut to a length.

/**
 * Cuts a text to at most `most` characters. A text that is cut ends in "…".
 * @example
 * truncate("a very long name", 10); // a very lo…
 */
export function truncate(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
