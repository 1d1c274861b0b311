// Heat map of the scores between images and captions. The page zooms, pans, orders by class and shows the cell under the
// pointer. A click or Enter opens a pair with its picture, calls TypeScript back and queries a linked gallery.

import type { JsonObject } from "typescript-lab";
import { AnyWidget, WidgetError } from "typescript-lab/widget";
import type { ColorMapName } from "../../../lib/base/drawing/colorMaps.js";
import { type ValueRange, valueRange } from "../../../lib/base/drawing/minMax.js";
import { ScoreMatrix } from "../../../lib/evaluation/scoreMatrix.js";
import { pageModule } from "../../core/pageModule.js";
import { thumbnail } from "../pictures/thumbnail.js";
import type { RetrievalGallery } from "../retrievalGallery/model.js";
import { heatmapPicture } from "./fallback.js";
import { encodeScores } from "./scoreCodes.js";
import type { Order, SimilarityHeatmapState } from "./state.js";

/** Look of a heat map. */
export interface SimilarityHeatmapOptions {
  /** Default "Similarity". */
  readonly title?: string;
  /** Order of rows and columns: as given, or by scene class. Default "given". */
  readonly order?: Order;
  /** Default "viridis". */
  readonly colorMap?: ColorMapName;
  /** Scores at the ends of the color map. Default the least and the greatest score of each matrix. */
  readonly range?: ValueRange;
}

/** Scores between images and captions, and the look of their heat map. */
export interface SimilarityMatrix extends SimilarityHeatmapOptions {
  /** `[rows, columns]` scores, row after row; or several matrices by name, between which the page's menu chooses. */
  readonly scores: Float32Array | Readonly<Record<string, Float32Array>>;
  /** Names of the images. */
  readonly rows: readonly string[];
  /** Texts of the captions. */
  readonly columns: readonly string[];
  /** Scene class of each image. It allows the order by class. Default none. */
  readonly rowClasses?: readonly string[];
  /**
   * Row of each caption's own image, −1 for none. The cells of such pairs are marked, and captions get the classes of
   * their images. Default none.
   */
  readonly owners?: readonly number[];
  /** Returns a row's PNG or JPEG file, which an opened pair shows. Default no pictures. */
  readonly picture?: (row: number) => Uint8Array | Promise<Uint8Array>;
}

/** An opened pair of image and caption. */
export interface OpenedPair {
  /** Index of the image. */
  readonly row: number;
  /** Index of the caption. */
  readonly column: number;
  /** Their score in the shown matrix. */
  readonly score: number;
}

/** Width and height of the pictures that `of` reads, in px. */
const pictureSide = 224;

export interface SimilarityHeatmap extends SimilarityHeatmapState<Uint8Array | Uint16Array> {}
/**
 * Heat map of the scores between images and captions. {@link SimilarityHeatmap.of} shows those of an evaluation.
 * @example
 * const [rows, columns] = [["port.tif", "beach.tif"], ["boats in a port", "a beach"]];
 * const heatmap = new SimilarityHeatmap({ scores: Float32Array.of(0.9, 0.1, 0.2, 0.8), rows, columns });
 * heatmap.onOpen(({ row, column, score }) => console.log(rows[row], columns[column], score));
 */
export class SimilarityHeatmap extends AnyWidget<SimilarityHeatmapState<Uint8Array | Uint16Array>> {
  private readonly matrices: readonly Float32Array[];

  /** @throws {WidgetError} when a list and the matrix have different sizes */
  constructor(matrix: SimilarityMatrix) {
    const { rows, columns, rowClasses = [], owners = [], title = "Similarity" } = matrix;
    const named: Readonly<Record<string, Float32Array>> =
      matrix.scores instanceof Float32Array ? { similarity: matrix.scores } : matrix.scores;
    const matrices = Object.values(named);
    for (const [name, scores] of Object.entries(named)) {
      if (scores.length === rows.length * columns.length) continue;
      throw new WidgetError(
        `SimilarityHeatmap.scores (${name}): expected ${rows.length} × ${columns.length} numbers, found ${scores.length}; pass one for each image and caption.`,
      );
    }
    checkLists(matrix, matrices.length);
    const ranges = matrices.map((scores) => matrix.range ?? valueRange(scores));
    super({
      name: "SimilarityHeatmap",
      esm: pageModule("similarityHeatmap"),
      state: {
        title,
        layers: Object.keys(named).map((name, i) => ({ name, ...ranges[i]! })),
        codes: matrices.map((scores, i) => encodeScores(scores, ranges[i]!)),
        layer: 0,
        rows,
        columns,
        rowClasses,
        columnClasses: rowClasses.length > 0 ? owners.map((row) => rowClasses[row] ?? "") : [],
        owners,
        order: matrix.order ?? "given",
        colorMap: matrix.colorMap ?? "viridis",
        region: [],
        selected: [],
        picture: new Uint8Array(),
        pictured: -1,
      },
    });
    this.matrices = matrices;
    const { picture } = matrix;
    if (picture) this.onOpen(({ row }) => void this.showPicture(row, picture));
  }

  /**
   * Shows all scores of an evaluation. A pair's picture is read when the pair is opened.
   * @param scores an evaluation or a part of it; or several matrices of the same images and texts by name, between which
   * the page's menu chooses
   * @throws {WidgetError} when a matrix has no image or no caption, or the matrices have different sizes
   * @example
   * SimilarityHeatmap.of(evaluation, { order: "class" });
   */
  static of(
    scores: ScoreMatrix | Readonly<Record<string, ScoreMatrix>>,
    options: SimilarityHeatmapOptions = {},
  ): SimilarityHeatmap {
    const named = Object.entries(scores instanceof ScoreMatrix ? { similarity: scores } : scores);
    const first: Partial<ScoreMatrix> = named[0]?.[1] ?? {};
    const { records = [], texts = [], owners = [] } = first;
    return new SimilarityHeatmap({
      scores: Object.fromEntries(named.map(([name, { similarity }]) => [name, similarity])),
      rows: records.map(({ filename }) => filename),
      columns: texts,
      rowClasses: records.map(({ sceneClass }) => sceneClass),
      owners,
      picture: (row) => thumbnail(records[row]!, pictureSide, "cover"),
      ...options,
    });
  }

  /**
   * Calls back with each opened pair.
   * @returns a function that stops the callbacks
   */
  onOpen(handler: (pair: OpenedPair) => void): () => void {
    return this.observe("selected", ({ new: [row, column] }) => {
      if (row === undefined || column === undefined) return;
      handler({ row, column, score: this.matrices[this.layer]![row * this.columns.length + column]! });
    });
  }

  /** Opens a pair, like a click on its cell. */
  open(row: number, column: number): void {
    this.set({ selected: [row, column] });
  }

  /**
   * Makes each opened caption the query of a gallery.
   * @returns a function that ends the link
   */
  link(gallery: RetrievalGallery): () => void {
    return this.onOpen(({ column }) => gallery.set({ query: this.columns[column]! }));
  }

  /** Returns the shown matrix with its color bar. */
  protected override async fallback(): Promise<JsonObject> {
    const scores = this.matrices[this.layer]!;
    const { low, high } = this.layers[this.layer]!;
    const png = await heatmapPicture(scores, this.rows.length, this.columns.length, {
      low,
      high,
      colorMap: this.colorMap,
    });
    return { "image/png": png.toString("base64") };
  }

  /** Reads and shows the picture of an opened row. A pair without a picture is shown with its text only. */
  private async showPicture(row: number, picture: NonNullable<SimilarityMatrix["picture"]>): Promise<void> {
    try {
      const bytes = await picture(row);
      if (this.selected[0] === row) this.set({ picture: bytes, pictured: row });
    } catch (error) {
      console.error(`SimilarityHeatmap: ${(error as Error).message}`);
    }
  }
}

function checkLists({ rows, columns, rowClasses, owners }: SimilarityMatrix, matrices: number): void {
  const expected = (name: string, what: string, found: number) =>
    new WidgetError(
      `SimilarityHeatmap.${name}: expected ${what}, found ${found}; pass lists that fit the scores.`,
    );
  if (matrices === 0) throw expected("scores", "at least one matrix", 0);
  if (rows.length === 0) throw expected("rows", "at least one image", 0);
  if (columns.length === 0) throw expected("columns", "at least one caption", 0);
  if (rowClasses && rowClasses.length !== rows.length)
    throw expected("rowClasses", `one class for each of ${rows.length} rows`, rowClasses.length);
  if (!owners) return;
  if (owners.length !== columns.length)
    throw expected("owners", `one row for each of ${columns.length} columns`, owners.length);
  const beyond = owners.find((row) => !Number.isInteger(row) || row < -1 || row >= rows.length);
  if (beyond !== undefined) throw expected("owners", `rows of 0…${rows.length - 1}`, beyond);
}
