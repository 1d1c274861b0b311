// Keeps the visible part of a picture in the model, so that a view shows it again after a reload.
import { change, type PageModel } from "../../core/pageModel.js";
import type { Region } from "./camera.js";

/** The visible part is saved when it has not moved for this long, in ms. */
const rest = 300;

/** Returns a function to call after each move of a camera. It saves the visible part once the camera rests. */
export function savedRegion<S extends { region: readonly number[] }>(
  model: PageModel<S>,
  camera: { readonly region: Region },
): () => void {
  let resting = 0;
  return () => {
    clearTimeout(resting);
    resting = window.setTimeout(() => {
      const { x, y, width, height } = camera.region;
      change(model, "region", [x, y, width, height]);
    }, rest);
  };
}
