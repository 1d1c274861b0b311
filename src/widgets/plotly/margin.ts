// Margins of a figure in px. plotly.js has 100 px above a figure, more than a title needs and too much for low figures.

/** Returns a layout's margin, with 60 px as the default at top and bottom. */
export function marginOf({ margin }: { readonly margin?: unknown }): object {
  return { t: 60, b: 60, ...(margin as object | undefined) };
}
