// The color maps of all views and of their pictures: nine stops each, mixed linearly. Pure, so that the kernel's
// side and the page share it. All but the diverging one grow evenly in lightness and read in grey print too.

const stops = {
  viridis: "440154 482878 3e4a89 31688e 26828e 1f9e89 35b779 6dcd59 fde725",
  magma: "000004 1c1044 4f127b 812581 b5367a e55964 fb8761 fec287 fcfdbf",
  cividis: "00224e 123570 3b496c 575d6d 707173 8a8678 a59c74 c3b369 fee838",
  grey: "000000 202020 404040 606060 808080 a0a0a0 c0c0c0 e0e0e0 ffffff",
  "blue–red": "053061 2166ac 4393c3 92c5de f7f7f7 f4a582 d6604d b2182b 67001f",
} as const;

export type ColorMapName = keyof typeof stops;

export const colorMapNames = Object.keys(stops) as ColorMapName[];

export type Color = readonly [red: number, green: number, blue: number];

/**
 * A color map as a function.
 * @returns red, green and blue in 0…255 of a value in 0…1; values beyond are taken as the nearer end
 */
export function colorMap(name: ColorMapName): (value: number) => Color {
  const colors = stops[name].split(" ").map((hex) => Number.parseInt(hex, 16));
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
