// The matrix of scores between images and captions: zoomed and panned in the page, telling what is under the
// pointer; a click is told to TypeScript.
import sharp from "sharp";
import { AnyWidget } from "../core/anyWidget.js";
import { type JsonObject, WidgetError } from "../core/host.js";
import { pageModule } from "../core/pageModule.js";
import { viridis } from "./colourMap.js";

export interface SimilarityMatrix {
  /** Row after row. */
  readonly scores: Float32Array;
  /** What each row (an image) is called. */
  readonly rows: readonly string[];
  /** What each column (a caption) says. */
  readonly columns: readonly string[];
}

/** What page and kernel share. */
export interface SimilarityHeatmapState {
  scores: Float32Array;
  rows: readonly string[];
  columns: readonly string[];
  low: number;
  high: number;
  /** The cell that was clicked last, [row, column]; empty before. */
  selected: readonly number[];
}

export interface SimilarityHeatmap extends SimilarityHeatmapState {}
export class SimilarityHeatmap extends AnyWidget<SimilarityHeatmapState> {
  /** @throws {WidgetError} when there are not rows × columns scores */
  constructor({ scores, rows, columns }: SimilarityMatrix) {
    if (scores.length !== rows.length * columns.length) {
      throw new WidgetError(
        `SimilarityHeatmap.scores: expected ${rows.length} × ${columns.length} numbers, found ${scores.length}.`,
      );
    }
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const score of scores) {
      low = Math.min(low, score);
      high = Math.max(high, score);
    }
    super({
      name: "SimilarityHeatmap",
      esm: pageModule("similarityHeatmap"),
      state: { scores, rows, columns, low, high, selected: [] },
    });
  }

  protected override async standIn(): Promise<JsonObject> {
    const [height, width] = [this.rows.length, this.columns.length];
    const pixels = Buffer.alloc(width * height * 3);
    const range = this.high - this.low || 1;
    for (const [k, score] of this.scores.entries()) pixels.set(viridis((score - this.low) / range), k * 3);
    const scale = Math.max(1, Math.min(8, Math.floor(640 / width)));
    const png = await sharp(pixels, { raw: { width, height, channels: 3 } })
      .resize(Math.min(1280, width * scale), Math.min(1280, height * scale), {
        kernel: "nearest",
        fit: "fill",
      })
      .png({ palette: true })
      .toBuffer();
    return { "image/png": png.toString("base64") };
  }
}
