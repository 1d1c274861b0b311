// The matrix of scores between images and captions: zoomed, panned and ordered by class in the page, telling what
// is under the pointer. A click or Enter opens a pair with its picture, tells TypeScript, and asks a linked gallery.
import { AnyWidget } from "../../../kernel/widget/anyWidget.js";
import { type JsonObject, WidgetError } from "../../../kernel/widget/host.js";
import type { ColorMapName } from "../../../lib/base/colorMaps.js";
import { type ValueRange, valueRange } from "../../../lib/base/minMax.js";
import { pageModule } from "../../core/pageModule.js";
import type { RetrievalGallery } from "../retrievalGallery/model.js";
import { heatmapPicture } from "./fallback.js";
import { encodeScores } from "./scoreCodes.js";
import type { Order, SimilarityHeatmapState } from "./state.js";

export interface SimilarityMatrix {
  /** rows × columns numbers, row after row; or several such matrices by name, to choose from in the page. */
  readonly scores: Float32Array | Readonly<Record<string, Float32Array>>;
  /** What each row (an image) is called. */
  readonly rows: readonly string[];
  /** What each column (a caption) says. */
  readonly columns: readonly string[];
  /** The scene class of each row; with it the matrix can be ordered by class. */
  readonly rowClasses?: readonly string[];
  /** For each column the row it belongs to: such cells are marked, and columns take their class. */
  readonly owners?: readonly number[];
  /** A row's PNG or JPEG file, asked for when a pair is opened. */
  readonly picture?: (row: number) => Uint8Array | Promise<Uint8Array>;
  readonly title?: string;
  readonly order?: Order;
  readonly colorMap?: ColorMapName;
  /** The scores at the ends of the color map; the least and greatest of each matrix unless given. */
  readonly range?: ValueRange;
}

/** A pair that was opened. */
export interface OpenedPair {
  readonly row: number;
  readonly column: number;
  readonly score: number;
}

export interface SimilarityHeatmap extends SimilarityHeatmapState<Uint8Array | Uint16Array> {}
/**
 * @example
 * const map = new SimilarityHeatmap({ scores, rows: names, columns: captions, rowClasses: classes, owners });
 * map.onOpen(({ row, column, score }) => console.log(names[row], captions[column], score));
 * map.link(gallery); // an opened caption becomes the gallery's query
 */
export class SimilarityHeatmap extends AnyWidget<SimilarityHeatmapState<Uint8Array | Uint16Array>> {
  private readonly matrices: readonly Float32Array[];

  /** @throws {WidgetError} when a list does not fit the matrix */
  constructor(matrix: SimilarityMatrix) {
    const { rows, columns, rowClasses = [], owners = [], title = "Similarity" } = matrix;
    const named: Readonly<Record<string, Float32Array>> =
      matrix.scores instanceof Float32Array ? { similarity: matrix.scores } : matrix.scores;
    const matrices = Object.values(named);
    for (const [name, scores] of Object.entries(named)) {
      if (scores.length === rows.length * columns.length) continue;
      throw new WidgetError(
        `SimilarityHeatmap.scores (${name}): expected ${rows.length} × ${columns.length} numbers, found ${scores.length}.`,
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
        columnClasses: rowClasses.length > 0 ? owners.map((row) => rowClasses[row]!) : [],
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
    if (picture) this.onOpen(({ row }) => this.showPicture(row, picture));
  }

  /** Calls back with each pair that is opened. Gives a function that stops it. */
  onOpen(handler: (pair: OpenedPair) => void): () => void {
    return this.observe("selected", ({ new: [row, column] }) => {
      if (row === undefined || column === undefined) return;
      handler({ row, column, score: this.matrices[this.layer]![row * this.columns.length + column]! });
    });
  }

  /** Opens a pair, as a click does. */
  open(row: number, column: number): void {
    this.set({ selected: [row, column] });
  }

  /** Makes each opened caption the query of a gallery. Gives a function that ends it. */
  link(gallery: RetrievalGallery): () => void {
    return this.onOpen(({ column }) => gallery.set({ query: this.columns[column]! }));
  }

  /** The matrix as it is ordered, shrunk by means, with its color bar. */
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

  private async showPicture(row: number, picture: NonNullable<SimilarityMatrix["picture"]>): Promise<void> {
    const bytes = await picture(row);
    if (this.selected[0] === row) this.set({ picture: bytes, pictured: row });
  }
}

function checkLists({ rows, columns, rowClasses, owners }: SimilarityMatrix, matrices: number): void {
  const expected = (name: string, what: string, found: number) =>
    new WidgetError(`SimilarityHeatmap.${name}: expected ${what}, found ${found}.`);
  if (matrices === 0) throw expected("scores", "at least one matrix", 0);
  if (rows.length === 0) throw expected("rows", "at least one image", 0);
  if (columns.length === 0) throw expected("columns", "at least one caption", 0);
  if (rowClasses && rowClasses.length !== rows.length)
    throw expected("rowClasses", `one class for each of ${rows.length} rows`, rowClasses.length);
  if (!owners) return;
  if (owners.length !== columns.length)
    throw expected("owners", `one row for each of ${columns.length} columns`, owners.length);
  const beyond = owners.find((row) => !Number.isInteger(row) || row < 0 || row >= rows.length);
  if (beyond !== undefined) throw expected("owners", `rows of 0…${rows.length - 1}`, beyond);
}
