// A data set of three images whose statistics can be computed by hand.
import { Dataset, type ImageRecord } from "../../src/lib/data/dataset.js";

const image = (filename: string, ...captions: string[]): ImageRecord => ({
  filename,
  path: filename,
  captions,
  keywords: [],
  sceneClass: filename.replace(/_\d+\.tif$/, ""),
  split: "test",
});

/** Two ports that share a caption, and a farm with a blank caption. */
export const drawnCaptions = new Dataset("drawn", [
  image("port_1.tif", "Two ships in a port.", "Two ships are in the port."),
  image("port_2.tif", "Two ships in a port.", "A wide port."),
  image("farm_1.tif", "A green farm.", ""),
]);
