// The pyramid of tiles of a large image. The page chooses tiles for the visible part, and the kernel reads their pixels.

/** Width and height of a tile in its own pixels. Tiles at the right and lower edges are smaller. */
export const tileSide = 512;

/** Longer side of the overview, a small picture of the whole image, in pixels. */
export const overviewSide = 2048;

/** Width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A rectangle in pixels of the image. */
export interface Window extends Size {
  readonly left: number;
  readonly top: number;
}

/** Place of a tile. A pixel of a tile of level `n` covers 2ⁿ × 2ⁿ pixels of the image. */
export interface TileName {
  readonly level: number;
  readonly column: number;
  readonly row: number;
}

/** Returns the coarsest level that shows more than the overview, −1 if the overview has all pixels. */
export function coarsestLevel({ width, height }: Size): number {
  return Math.ceil(Math.log2(Math.max(1, Math.max(width, height) / overviewSide))) - 1;
}

/**
 * Returns the coarsest level with at least one pixel for each pixel of the screen.
 * @param scale screen pixels for each pixel of the image
 * @returns undefined where the overview suffices
 */
export function levelFor(image: Size, scale: number): number | undefined {
  const overviewScale = overviewSide / Math.max(image.width, image.height);
  if (scale <= overviewScale * 1.001) return undefined;
  const level = Math.max(0, Math.floor(Math.log2(1 / scale)));
  return level <= coarsestLevel(image) ? level : undefined;
}

/** Lists the tiles of a level that cover a rectangle of the image, from its center outwards. */
export function tilesIn(image: Size, part: Window, level: number): TileName[] {
  const side = tileSide * 2 ** level;
  const span = (start: number, size: number, length: number) => {
    const last = Math.ceil(length / side) - 1;
    const inside = (at: number) => Math.min(last, Math.max(0, Math.floor(at / side)));
    return [inside(start), inside(start + size - 1e-6)] as const;
  };
  const [left, right] = span(part.left, part.width, image.width);
  const [top, bottom] = span(part.top, part.height, image.height);
  const middle = { x: part.left + part.width / 2, y: part.top + part.height / 2 };
  const distance = ({ column, row }: TileName) =>
    Math.hypot((column + 0.5) * side - middle.x, (row + 0.5) * side - middle.y);
  const tiles: TileName[] = [];
  for (let row = top; row <= bottom; row++)
    for (let column = left; column <= right; column++) tiles.push({ level, column, row });
  return tiles.sort((a, b) => distance(a) - distance(b));
}

/** Returns the rectangle of the image that a tile shows. */
export function windowOf(image: Size, { level, column, row }: TileName): Window {
  const side = tileSide * 2 ** level;
  const [left, top] = [column * side, row * side];
  return {
    left,
    top,
    width: Math.min(side, image.width - left),
    height: Math.min(side, image.height - top),
  };
}

/** Returns true for a tile of the image's pyramid. A page may ask for any. */
export function isTileOf(image: Size, { level, column, row }: TileName): boolean {
  const { left, top } = windowOf(image, { level, column, row });
  const whole = [level, column, row].every((number) => Number.isInteger(number) && number >= 0);
  return whole && level <= coarsestLevel(image) && left < image.width && top < image.height;
}

/** Returns a tile's name as a text, for maps. */
export function keyOf({ level, column, row }: TileName): string {
  return `${level}/${column}/${row}`;
}
