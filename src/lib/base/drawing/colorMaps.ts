// Color maps of all views and figures. The file has no imports, so that Node and the page share it.

/** Name of a color map that views offer. */
export type ColorMapName = "viridis" | "magma" | "cividis" | "gray" | "blue–red";

/** Nine colors each. Lightness increases evenly in all but the diverging map, so that they are readable in gray. */
const stops: Readonly<Record<ColorMapName, string>> = {
  viridis: "440154 482878 3e4a89 31688e 26828e 1f9e89 35b779 6dcd59 fde725",
  magma: "000004 1c1044 4f127b 812581 b5367a e55964 fb8761 fec287 fcfdbf",
  cividis: "00224e 123570 3b496c 575d6d 707173 8a8678 a59c74 c3b369 fee838",
  gray: "000000 202020 404040 606060 808080 a0a0a0 c0c0c0 e0e0e0 ffffff",
  "blue–red": "053061 2166ac 4393c3 92c5de f7f7f7 f4a582 d6604d b2182b 67001f",
};

/** The color maps that views offer, in the order of their menus. */
export const colorMapNames = Object.keys(stops) as ColorMapName[];

/** Red, green and blue in 0…255. */
export type Color = readonly [red: number, green: number, blue: number];

/** A color for each value in 0…1. Values outside get the color of the nearer end. */
export type ColorMap = (value: number) => Color;

/**
 * Returns a color map by name.
 * @example
 * colorMap("viridis")(0); // [68, 1, 84]
 */
export function colorMap(name: ColorMapName): ColorMap {
  return colorScale(stops[name]);
}

/**
 * Returns a color map that mixes its stops linearly.
 * @param stops hexadecimal colors with spaces between them, evenly spread over 0…1; at least two
 * @example
 * colorScale("000000 ffffff")(0.5); // [128, 128, 128]
 */
export function colorScale(stops: string): ColorMap {
  const colors = stops.split(" ").map((hex) => Number.parseInt(hex, 16));
  return (value) => {
    const position = Math.min(1, Math.max(0, value)) * (colors.length - 1);
    const low = Math.min(colors.length - 2, Math.floor(position));
    const share = position - low;
    const mix = (shift: number) => {
      const channel = (stop: number) => (colors[stop]! >> shift) & 255;
      return Math.round(channel(low) * (1 - share) + channel(low + 1) * share);
    };
    return [mix(16), mix(8), mix(0)];
  };
}

/**
 * Returns a color map with a fixed number of colors, computed once: pictures of it stay small, and large matrices are
 * drawn faster.
 * @example
 * const shades = quantizeColors(colorMap("magma"), 64);
 */
export function quantizeColors(color: ColorMap, count: number): ColorMap {
  const table = Array.from({ length: count }, (_, i) => color(i / (count - 1)));
  return (value) => table[Math.round(Math.min(1, Math.max(0, value)) * (count - 1))]!;
}

/**
 * Returns the RGB bytes of a picture with one pixel for each value. Values that are not numbers become white.
 * @param values row after row
 * @param color takes each value
 * @example
 * const pixels = valuePixels(scores, colorMap("viridis"));
 * const png = await sharp(pixels, { raw: { width, height, channels: 3 } }).png().toBuffer();
 */
export function valuePixels(values: ArrayLike<number>, color: ColorMap): Uint8Array {
  const pixels = new Uint8Array(values.length * 3).fill(255);
  for (let k = 0; k < values.length; k++) {
    const value = values[k]!;
    if (Number.isNaN(value)) continue;
    const [red, green, blue] = color(value);
    pixels[3 * k] = red;
    pixels[3 * k + 1] = green;
    pixels[3 * k + 2] = blue;
  }
  return pixels;
}
