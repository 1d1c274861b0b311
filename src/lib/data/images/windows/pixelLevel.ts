// One resolution of an image, read by windows.
import { upright } from "../formats/orientation.js";
import type { Raster } from "../resizeLikePillow.js";

/** A rectangle of an image in pixels. */
export interface PixelWindow {
  /** Distance from the left edge. */
  readonly left: number;
  /** Distance from the upper edge. */
  readonly top: number;
  /** Number of columns. */
  readonly width: number;
  /** Number of rows. */
  readonly height: number;
}

/** One resolution of an image. */
export interface PixelLevel {
  readonly width: number;
  readonly height: number;
  /** Rows that are decoded together: those of a strip or of a row of tiles. */
  readonly blockHeight: number;
  /** Reads a window that is inside the image. */
  read(window: PixelWindow): Promise<Raster>;
}

/** An image in memory. */
export class RasterLevel implements PixelLevel {
  readonly width: number;
  readonly height: number;
  readonly blockHeight = 1;

  constructor(private readonly raster: Raster) {
    this.width = raster.width;
    this.height = raster.height;
  }

  async read({ left, top, width, height }: PixelWindow): Promise<Raster> {
    const data = new Uint8Array(3 * width * height);
    copyRows(this.raster, { left, top, width, height }, { data, width }, { left: 0, top: 0 });
    return { data, width, height };
  }
}

/** Copies a window of one raster to a place in another. */
export function copyRows(
  from: Raster,
  { left, top, width, height }: PixelWindow,
  to: { readonly data: Uint8Array; readonly width: number },
  place: { readonly left: number; readonly top: number },
): void {
  for (let row = 0; row < height; row++) {
    const start = 3 * ((top + row) * from.width + left);
    to.data.set(
      from.data.subarray(start, start + 3 * width),
      3 * ((place.top + row) * to.width + place.left),
    );
  }
}

/** An image that its file holds turned or mirrored. */
export class UprightLevel implements PixelLevel {
  readonly width: number;
  readonly height: number;
  readonly blockHeight: number;

  /** @param orientation value of the TIFF tag, 1…8 */
  constructor(
    private readonly stored: PixelLevel,
    private readonly orientation: number,
  ) {
    const turned = orientation >= 5;
    this.width = turned ? stored.height : stored.width;
    this.height = turned ? stored.width : stored.height;
    this.blockHeight = turned ? 1 : stored.blockHeight;
  }

  async read(window: PixelWindow): Promise<Raster> {
    return upright(
      await this.stored.read(storedWindow(window, this.stored, this.orientation)),
      this.orientation,
    );
  }
}

/** Returns the window of the stored image that an upright window shows. */
function storedWindow(
  { left, top, width, height }: PixelWindow,
  stored: PixelLevel,
  orientation: number,
): PixelWindow {
  const window =
    orientation >= 5 ? { left: top, top: left, width: height, height: width } : { left, top, width, height };
  const mirrored = [2, 3, 7, 8].includes(orientation);
  const flipped = [3, 4, 6, 7].includes(orientation);
  return {
    ...window,
    left: mirrored ? stored.width - window.left - window.width : window.left,
    top: flipped ? stored.height - window.top - window.height : window.top,
  };
}
