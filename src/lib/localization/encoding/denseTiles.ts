// Encodes the tiles of one size from feature maps that they share. The image is resized so that a tile becomes the square
// that the model takes, and the trunk runs over blocks of it.
import * as tf from "@tensorflow/tfjs-core";
import { nextTurn } from "../../base/nextTurn.js";
import { resizeLikePillow } from "../../data/images/resizeLikePillow.js";
import { unitPixels } from "../../data/images/unitPixels.js";
import type { LargeImage } from "../../data/images/windows/largeImage.js";
import type { SharedTrunkModel, WindowCorner } from "../../models/contract/capabilities.js";
import type { Tile } from "../tiles/tile.js";
import type { TileEncoder } from "./encodedTiles.js";

/** Largest side of a block in squares of the model. Its first feature map takes 16 MB for each square. */
const mostSquares = 5;

/** A tile with the place of its square in the resized image. */
interface PlacedTile extends WindowCorner {
  readonly tile: Tile;
}

/**
 * Returns an encoder of tiles that share one pass of the model's trunk. A tile's square is moved by at most half a stride
 * to a multiple of the model's stride.
 */
export function denseTiles(model: SharedTrunkModel, image: LargeImage): TileEncoder {
  return async function* (tiles, signal) {
    for (const sameSize of bySize(tiles)) {
      for (const block of blocksOf(placed(sameSize, model), model)) {
        const picture = await readBlock(image, block, model);
        const embeddings = tf.tidy(() => {
          const { values, width, height } = picture;
          const corners = block.tiles.map(({ left, top }) => ({
            left: left - block.left,
            top: top - block.top,
          }));
          return model.encodeWindows(tf.tensor4d(values, [1, height, width, 3]), corners);
        });
        yield { tiles: block.tiles.map(({ tile }) => tile), embeddings };
        await nextTurn(signal);
      }
    }
  };
}

function bySize(tiles: readonly Tile[]): Tile[][] {
  const groups = new Map<string, Tile[]>();
  for (const tile of tiles) {
    const key = `${tile.width} ${tile.height}`;
    groups.set(key, [...(groups.get(key) ?? []), tile]);
  }
  return [...groups.values()];
}

/** Finds the place of each tile's square in the resized image, at the nearest multiple of the stride. */
function placed(tiles: readonly Tile[], { imageSize, windowStride }: SharedTrunkModel): PlacedTile[] {
  const snap = (at: number, length: number) =>
    Math.round((at * imageSize) / length / windowStride) * windowStride;
  return tiles.map((tile) => ({
    tile,
    left: snap(tile.left, tile.width),
    top: snap(tile.top, tile.height),
  }));
}

/** A part of the resized image with the squares inside of it. */
interface Block extends WindowCorner {
  readonly width: number;
  readonly height: number;
  readonly tiles: readonly PlacedTile[];
}

/** Divides squares into blocks. Each square is inside of one block, and blocks overlap where squares do. */
function blocksOf(tiles: readonly PlacedTile[], { imageSize }: SharedTrunkModel): Block[] {
  const step = imageSize * (mostSquares - 1);
  const groups = new Map<string, PlacedTile[]>();
  for (const tile of tiles) {
    const key = `${Math.floor(tile.top / step)} ${Math.floor(tile.left / step)}`;
    groups.set(key, [...(groups.get(key) ?? []), tile]);
  }
  return [...groups.values()].map((inside) => {
    const left = Math.min(...inside.map((tile) => tile.left));
    const top = Math.min(...inside.map((tile) => tile.top));
    const width = Math.max(...inside.map((tile) => tile.left)) + imageSize - left;
    const height = Math.max(...inside.map((tile) => tile.top)) + imageSize - top;
    return { left, top, width, height, tiles: inside };
  });
}

/** Reads a block and resizes it. Squares that reach over the border see its last pixels repeated. */
async function readBlock(
  image: LargeImage,
  { left, top, width, height, tiles }: Block,
  { imageSize }: SharedTrunkModel,
): Promise<{ readonly values: Float32Array; readonly width: number; readonly height: number }> {
  const { tile } = tiles[0]!;
  const across = span(left, width, tile.width / imageSize, image.width);
  const down = span(top, height, tile.height / imageSize, image.height);
  const raster = await image.read({
    left: across.from,
    top: down.from,
    width: across.to - across.from,
    height: down.to - down.from,
  });
  const resized = resizeLikePillow(raster, across.resized, down.resized);
  const values = unitPixels([padded(resized, across.resized, down.resized, width, height)]);
  return { values, width, height };
}

/** The part of the image under a part of the resized image, on one axis. */
interface Span {
  readonly from: number;
  readonly to: number;
  /** Pixels of the resized image that the part covers. */
  readonly resized: number;
}

function span(start: number, length: number, scale: number, size: number): Span {
  const from = Math.min(size - 1, Math.round(start * scale));
  const to = Math.min(size, Math.max(from + 1, Math.round((start + length) * scale)));
  return { from, to, resized: Math.min(length, Math.max(1, Math.round((to - from) / scale))) };
}

/** Repeats the last column and row up to a size. */
function padded(data: Uint8Array, columns: number, rows: number, width: number, height: number): Uint8Array {
  if (columns === width && rows === height) return data;
  const result = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const start = Math.min(y, rows - 1) * columns * 3;
    const row = data.subarray(start, start + columns * 3);
    const to = y * width * 3;
    result.set(row, to);
    for (let x = columns; x < width; x++) result.set(row.subarray(columns * 3 - 3), to + x * 3);
  }
  return result;
}
