// Room around a figure, in px: a title needs less than the 100 px that plotly.js leaves above it, and low figures
// need them for themselves.

/** The margin that a layout asks for, with ours on the sides of which it says nothing. */
export function marginOf({ margin }: { readonly margin?: unknown }): object {
  return { t: 60, b: 60, ...(margin as object | undefined) };
}
