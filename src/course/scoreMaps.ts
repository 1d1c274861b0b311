// Score maps of a lesson: drawn ones, and pictures of maps with their regions.
import sharp from "sharp";
import { type GrayMap, type ImageSize, judgeMap, type Localization } from "../lib/localization/index.js";
import { grayOf } from "../widgets/views/pictures/judge.js";
import { overlayPixels } from "../widgets/views/pictures/overlay.js";
import { noShapes, type Shapes, shapesSvg } from "../widgets/views/pictures/shapes.js";

/** A round hill of a drawn map. */
export interface Peak {
  /** Distance of its middle from the left edge, in pixels. */
  readonly x: number;
  /** Distance of its middle from the upper edge, in pixels. */
  readonly y: number;
  /** Standard deviation in pixels. */
  readonly spread: number;
  /** Value in the middle, 0…1. Default 1. */
  readonly height?: number;
}

/**
 * Draws a score map of round hills, as gray values. Where hills overlap, the higher one counts.
 * @example
 * const map = drawMap({ width: 600, height: 400 }, [{ x: 200, y: 150, spread: 60 }]);
 * console.log(map.gray[150 * 600 + 200]); // 255
 */
export function drawMap({ width, height }: ImageSize, peaks: readonly Peak[]): GrayMap {
  const gray = new Uint8Array(width * height);
  for (const { x, y, spread, height: top = 1 } of peaks) {
    // A hill is the product of a curve across and a curve down.
    const curve = (middle: number, length: number) =>
      Float64Array.from({ length }, (_, at) => Math.exp(-((at - middle) ** 2) / (2 * spread ** 2)));
    const [across, down] = [curve(x, width), curve(y, height)];
    for (let row = 0, k = 0; row < height; row++) {
      const level = 255 * top * down[row]!;
      for (let column = 0; column < width; column++, k++) {
        const value = Math.round(level * across[column]!);
        if (value > gray[k]!) gray[k] = value;
      }
    }
  }
  return { width, height, gray };
}

/**
 * Returns the map of a sentence in the size of its image, as `judgeMap` takes it.
 * @example
 * const image = await TiledImage.open(model, "harbour.tif");
 * const map = grayMap(await image.locate("white boats"));
 * console.log(map.gray.length === image.width * image.height); // true
 */
export function grayMap(found: Localization): GrayMap {
  const { width, height } = found.image;
  return { width, height, gray: grayOf(found, { width, height }) };
}

/** A score map as a lesson has it: gray values, or values in 0…1 for cells. */
export type AnyScoreMap = GrayMap | ValueMap;

/** A score map as numbers. */
export interface ValueMap extends ImageSize {
  /** Scores in 0…1, row after row. */
  readonly values: Float32Array;
}

/** Options of `scoreMapPicture`. */
export interface ScoreMapPictureOptions {
  /** Path of the image under the map. Default none: the map alone. */
  readonly image?: string;
  /** Regions to draw, in pixels of the image. With gray values also their circles and the attention centers. */
  readonly regions?: Shapes["regions"];
  /** Size of the image in pixels, for regions over a map of cells. Default the map's. */
  readonly size?: ImageSize;
  /** Longer side of the picture in pixels. Default 480. */
  readonly side?: number;
}

/**
 * Draws a score map, over its image if there is one, for `figures` or `picture`.
 * @returns the bytes of a PNG
 * @example
 * const map = drawMap({ width: 600, height: 600 }, [{ x: 200, y: 150, spread: 60 }]);
 * const regions = [[[100, 100], [300, 100], [300, 300]]] as const;
 * display(await picture(await scoreMapPicture(map, { regions })));
 */
export async function scoreMapPicture(
  map: AnyScoreMap,
  { image, regions, size = map, side = 480 }: ScoreMapPictureOptions = {},
): Promise<Uint8Array> {
  const { width: columns, height: rows } = map;
  const values = "gray" in map ? Float32Array.from(map.gray, (value) => value / 255) : map.values;
  const look = { opacity: image ? 0.65 : 1, threshold: image ? 0.35 : 0, colorMap: "magma" } as const;
  const scale = side / Math.max(size.width, size.height);
  const drawn = [Math.round(size.width * scale), Math.round(size.height * scale)] as const;
  const overlay = await sharp(overlayPixels(values, look), {
    raw: { width: columns, height: rows, channels: 4 },
  })
    .resize(...drawn, { fit: "fill" })
    .png()
    .toBuffer();
  const shapes = shapesOf(map, regions);
  const ground = image
    ? sharp(image).resize(...drawn, { fit: "fill" })
    : sharp({ create: { width: drawn[0], height: drawn[1], channels: 3, background: "#000" } });
  return new Uint8Array(
    await ground
      .removeAlpha()
      .composite([{ input: overlay }, { input: Buffer.from(shapesSvg(shapes, size, drawn)) }])
      .png()
      .toBuffer(),
  );
}

function shapesOf(map: AnyScoreMap, regions: Shapes["regions"] | undefined): Shapes {
  if (!regions) return noShapes;
  if (!("gray" in map)) return { ...noShapes, regions };
  const judged = judgeMap(map, regions);
  return {
    regions,
    circles: judged.regions.map(({ center: [x, y], radius }) => ({ x, y, radius })),
    centers: judged.centers.map(({ x, y }) => [x, y] as const),
  };
}
