// Bounds the texts of errors. A message of hundreds of megabytes would take gigabytes on its way to the front ends.

/** Largest number of characters of a message or of a line. */
export const longest = 100_000;

/** Returns the start of a long text with the number of the other characters, or a short text as it is. */
export function cut(text: string): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, longest)}… (${text.length - longest} more characters)`;
}
