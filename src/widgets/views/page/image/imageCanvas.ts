// A canvas that shows the visible part of a large image, with drawings over it.
import { element, fitCanvas, heightInView } from "../elements.js";
import type { TileLayer } from "./tileLayer.js";
import type { Viewport } from "./viewport.js";

/** Proportions of a canvas, width divided by height. An image with others has margins. */
const [narrowest, widest] = [1, 4];

/** A canvas with the focus and the name of an image. */
export function imageCanvas(description: string): HTMLCanvasElement {
  return element("canvas", {
    class: "image",
    tabindex: "0",
    role: "application",
    "aria-roledescription": description,
  });
}

/**
 * Draws the visible part of an image, and calls for the drawings over it.
 * @param available width for the canvas in CSS pixels
 * @param over draws over the image. `ratio` is the number of screen pixels for each CSS pixel
 */
export function drawImage(
  canvas: HTMLCanvasElement,
  viewport: Viewport,
  pixels: TileLayer,
  available: number,
  over: (context: CanvasRenderingContext2D, ratio: number) => void,
): void {
  const aspect = Math.min(widest, Math.max(narrowest, viewport.columns / viewport.rows));
  const width = Math.min(available, heightInView(680) * aspect);
  const { context, ...size } = fitCanvas(canvas, width, width / aspect);
  viewport.resize(width, width / aspect);
  const ratio = size.width / width;
  context.clearRect(0, 0, size.width, size.height);
  pixels.draw(context, viewport, ratio);
  over(context, ratio);
}
