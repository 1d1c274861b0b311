// Pixels of a map of values over a picture. The kernel draws them into fallback pictures, the page onto a canvas.
import { type ColorMapName, colorMap } from "../../../lib/base/drawing/colorMaps.js";

/** Values over a picture, one for each cell. */
export interface ValueMap {
  /** Row after row, 0…1. */
  readonly values: Float32Array;
  /** Cells across. */
  readonly width: number;
  /** Cells down. */
  readonly height: number;
}

/** Look of the values over a picture. */
export interface OverlayLook {
  /** 0…1 */
  readonly opacity: number;
  /** Values below it are not drawn. */
  readonly threshold: number;
  readonly colorMap: ColorMapName;
}

/** Returns the RGBA bytes of a picture with one pixel for each value. */
export function overlayPixels(values: Float32Array, look: OverlayLook): Uint8ClampedArray<ArrayBuffer> {
  const color = colorMap(look.colorMap);
  const alpha = Math.round(255 * look.opacity);
  const pixels = new Uint8ClampedArray(values.length * 4);
  for (let k = 0; k < values.length; k++) {
    const value = values[k]!;
    pixels.set(color(value), k * 4);
    pixels[k * 4 + 3] = value >= look.threshold ? alpha : 0;
  }
  return pixels;
}
