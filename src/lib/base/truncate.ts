// Text cut to a length.

/**
 * Returns a text of at most `most` characters; a longer one ends in "…".
 * @example
 * truncate("a very long name", 10); // a very lo…
 */
export function truncate(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
