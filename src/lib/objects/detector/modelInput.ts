// An image as a detector reads it.
import type { Raster } from "../../data/images/resizeLikePillow.js";
import { resizeLikePillow } from "../../data/images/resizeLikePillow.js";

/** Planar pixels of an image, and the place of the image in them. */
export interface ModelInput {
  /** Red, green and blue planes, [3, height, width]. */
  readonly values: Float32Array;
  readonly width: number;
  readonly height: number;
  /** Pixels of the input for one pixel of the image. */
  readonly scale: number;
  /** Left and upper edge of the image in the input, in pixels. */
  readonly left: number;
  readonly top: number;
}

/** Gray of the border that YOLO is trained with. */
const borderGray = 114;

/**
 * Fits an image into a rectangle without a change of its proportions, on gray, as YOLO's letterbox does. The image is
 * resized bilinearly as by OpenCV, without smoothing. Values are in 0…1.
 */
export function letterbox(image: Raster, width: number, height: number): ModelInput {
  const scale = Math.min(width / image.width, height / image.height);
  const [columns, rows] = [Math.round(image.width * scale), Math.round(image.height * scale)];
  const resized = resizeLikeOpenCV(image, columns, rows);
  // YOLO splits an odd border so that the smaller half is on the left and at the top.
  const [left, top] = [Math.round((width - columns) / 2 - 0.1), Math.round((height - rows) / 2 - 0.1)];
  const values = new Float32Array(3 * width * height).fill(borderGray / 255);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const [from, to] = [3 * (y * columns + x), (y + top) * width + x + left];
      for (let c = 0; c < 3; c++) values[c * width * height + to] = resized[from + c]! / 255;
    }
  }
  return { values, width, height, scale, left, top };
}

/** Mean and deviation of ImageNet, which DETR's inputs are normalized by. */
const imageNet = { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] } as const;

/** Resizes an image to a rectangle as Pillow does. Values are in 0…1, or normalized by ImageNet's mean and deviation. */
export function stretched(image: Raster, width: number, height: number, normalized: boolean): ModelInput {
  const bytes = resizeLikePillow(image, width, height);
  const values = new Float32Array(bytes.length);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) {
      const value = bytes[3 * i + c]! / 255;
      const { mean, deviation } = imageNet;
      values[c * width * height + i] = normalized ? (value - mean[c]!) / deviation[c]! : value;
    }
  }
  return { values, width, height, scale: width / image.width, left: 0, top: 0 };
}

/** Returns RGB bytes, [rows, columns, 3]. Centers of pixels are at halves, and the border is repeated. */
function resizeLikeOpenCV({ data, width, height }: Raster, columns: number, rows: number): Uint8Array {
  if (columns === width && rows === height) return data;
  const [xs, ys] = [tapsOf(width, columns), tapsOf(height, rows)];
  const out = new Uint8Array(3 * columns * rows);
  for (let y = 0; y < rows; y++) {
    const [upper, lower, down] = [ys.first[y]! * width, ys.second[y]! * width, ys.share[y]!];
    for (let x = 0; x < columns; x++) {
      const [left, right, across] = [xs.first[x]!, xs.second[x]!, xs.share[x]!];
      for (let c = 0; c < 3; c++) {
        const above = data[3 * (upper + left) + c]! * (1 - across) + data[3 * (upper + right) + c]! * across;
        const below = data[3 * (lower + left) + c]! * (1 - across) + data[3 * (lower + right) + c]! * across;
        out[3 * (y * columns + x) + c] = Math.round(above * (1 - down) + below * down);
      }
    }
  }
  return out;
}

/** Returns the two source pixels of each target pixel, and the share of the second. */
function tapsOf(input: number, output: number) {
  const [first, second] = [new Int32Array(output), new Int32Array(output)];
  const share = new Float64Array(output);
  for (let i = 0; i < output; i++) {
    const at = Math.min(input - 1, Math.max(0, ((i + 0.5) * input) / output - 0.5));
    first[i] = Math.floor(at);
    second[i] = Math.min(input - 1, first[i]! + 1);
    share[i] = at - first[i]!;
  }
  return { first, second, share };
}
