// Long lists in messages.

/**
 * Joins the first items of a list and counts the rest.
 *
 * @param separator `", "` or, for items that contain commas, `"; "`
 * @example
 * listFirst(["a", "b", "c", "d"], 2); // "a, b and 2 more"
 */
export function listFirst(items: readonly string[], most: number, separator: ", " | "; " = ", "): string {
  const rest = items.length - most;
  const shown = items.slice(0, most).join(separator);
  return rest > 0 ? `${shown}${separator === ", " ? " " : separator}and ${rest} more` : shown;
}
