// A map of values drawn over a picture: small, with one color a cell; the canvas that takes it makes it smooth.
import { type ColorMapName, colorMap } from "../../../lib/base/colorMaps.js";
import { element } from "./elements.js";

export interface ValueMap {
  /** Row after row, 0…1. */
  readonly values: Float32Array;
  readonly width: number;
  readonly height: number;
}

export interface OverlayLook {
  readonly opacity: number;
  /** Values below it are left clear. */
  readonly threshold: number;
  readonly colorMap: ColorMapName;
}

/** A canvas with one pixel for each value. */
export function valueOverlay({ values, width, height }: ValueMap, look: OverlayLook): HTMLCanvasElement {
  const canvas = element("canvas", { width: String(width), height: String(height) });
  const cells = new ImageData(width, height);
  const color = colorMap(look.colorMap);
  for (let k = 0; k < values.length; k++) {
    const value = values[k]!;
    const [red, green, blue] = color(value);
    cells.data.set([red, green, blue, value >= look.threshold ? Math.round(255 * look.opacity) : 0], k * 4);
  }
  canvas.getContext("2d")!.putImageData(cells, 0, 0);
  return canvas;
}
