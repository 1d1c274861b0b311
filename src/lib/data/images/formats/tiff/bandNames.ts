// Finds red, green and blue among the bands of a TIFF by the names that the file gives them.

const colors = ["red", "green", "blue"] as const;
/** Bands of Sentinel-2 and of Landsat 8 and 9 that show red, green and blue. */
const numbered = [4, 3, 2];

/**
 * Reads the names of bands.
 *
 * @param metadata GDAL's XML, with a description or a color for each band
 * @param descriptions texts of the tag ImageDescription, such as `B2, B3, B4`
 * @param bands number of bands
 * @returns a name for each band, or undefined when the file names none
 */
export function bandNames(
  metadata: string | undefined,
  descriptions: readonly string[],
  bands: number,
): string[] | undefined {
  const described = namesIn(metadata, "description", bands);
  if (described && indicesOf(described)) return described;
  const interpreted = namesIn(metadata, "colorinterp", bands);
  if (interpreted && indicesOf(interpreted)) return interpreted;
  const listed = descriptions.map((text) =>
    text
      .replace(/^[^:=]*[:=]/, "")
      .split(/[\s,;|/]+/)
      .filter(Boolean),
  );
  return listed.find((names) => names.length === bands && indicesOf(names)) ?? described;
}

function namesIn(metadata: string | undefined, role: string, bands: number): string[] | undefined {
  if (metadata === undefined) return undefined;
  const names = Array.from({ length: bands }, () => "");
  for (const [, attributes, text] of metadata.matchAll(/<Item\s([^>]*)>([^<]*)<\/Item>/gi)) {
    const sample = /sample="(\d+)"/.exec(attributes!)?.[1];
    const itsRole = /role="([^"]*)"/.exec(attributes!)?.[1];
    if (sample !== undefined && itsRole === role && Number(sample) < bands) names[Number(sample)] = text!;
  }
  return names.some((name) => name !== "") ? names : undefined;
}

/**
 * Finds the bands of red, green and blue.
 *
 * @param names a name for each band, such as `Red`, `B4`, `B04` or `SR_B4`
 * @returns indices from 0, or undefined when the names do not say which bands they are
 */
export function indicesOf(names: readonly string[]): [number, number, number] | undefined {
  const byColor = colors.map((color) => {
    const exact = names.findIndex((name) => name.trim().toLowerCase() === color);
    if (exact >= 0) return exact;
    // A red edge is not red.
    const word = new RegExp(`(^|[^a-z])${color}([^a-z]|$)`, "i");
    return names.findIndex((name) => word.test(name) && !/edge/i.test(name));
  });
  if (byColor.every((index) => index >= 0)) return byColor as [number, number, number];
  const letters = ["r", "g", "b"].map((letter) =>
    names.findIndex((name) => name.trim().toLowerCase() === letter),
  );
  if (letters.every((index) => index >= 0)) return letters as [number, number, number];
  const byNumber = numbered.map((number) =>
    names.findIndex((name) =>
      new RegExp(`(^|[^a-z])b(and)?[\\s_-]?0*${number}(\\D|$)`, "i").test(name.trim()),
    ),
  );
  return byNumber.every((index) => index >= 0) ? (byNumber as [number, number, number]) : undefined;
}
