// Encodes each tile as a picture of its own.
import * as tf from "@tensorflow/tfjs-core";
import { nextTurn } from "../../base/nextTurn.js";
import type { LargeImage } from "../../data/images/windows/largeImage.js";
import { toTensors } from "../../models/contract/imageInputs.js";
import type { RetrievalModel } from "../../models/contract/retrievalModel.js";
import { type TileLook, tileBatch } from "../tiles/readTiles.js";
import type { TileEncoder } from "./encodedTiles.js";

const batchSize = 16;

/** Returns an encoder of single tiles. The next batch is read while the model computes. @param name of the image */
export function singleTiles(
  model: RetrievalModel,
  name: string,
  image: LargeImage,
  look: TileLook,
): TileEncoder {
  return async function* (wanted, signal) {
    const tiles = image.readingOrder(wanted).map((i) => wanted[i]!);
    const read = (first: number) => {
      const batch = tiles.slice(first, first + batchSize);
      const inputs = model.prepare(tileBatch(name, image, batch, look, model.resizing));
      inputs.catch(() => {}); // The error is thrown where the inputs are awaited.
      return inputs;
    };
    let next = read(0);
    for (let first = 0; first < tiles.length; first += batchSize) {
      const inputs = await next;
      if (first + batchSize < tiles.length) next = read(first + batchSize);
      const embeddings = tf.tidy(() => model.encodeImages(toTensors(inputs)));
      yield { tiles: tiles.slice(first, first + batchSize), embeddings };
      await nextTurn(signal);
    }
  };
}
