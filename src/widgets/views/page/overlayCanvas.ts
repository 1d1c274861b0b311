// Draws a map of values over a picture in the page.
import { type OverlayLook, overlayPixels, type ValueMap } from "../pictures/overlay.js";
import { element } from "./elements.js";

/** Returns a canvas with one pixel for each value; drawing it larger smooths it. */
export function overlayCanvas({ values, width, height }: ValueMap, look: OverlayLook): HTMLCanvasElement {
  const canvas = element("canvas", { width: String(width), height: String(height) });
  canvas.getContext("2d")!.putImageData(new ImageData(overlayPixels(values, look), width, height), 0, 0);
  return canvas;
}
