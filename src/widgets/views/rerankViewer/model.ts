// Shows how the rerank moves the candidates of one query: the places before and after, and the three terms as bars. The
// page computes the new order, so the sliders for K and the weights work without a kernel.

import sharp from "sharp";
import type { JsonObject } from "typescript-lab";
import { AnyWidget, WidgetError } from "typescript-lab/widget";
import type { ScoreMatrix } from "../../../lib/evaluation/scoreMatrix.js";
import { rerankQueryOf } from "../../../lib/retrieval/rerank/index.js";
import { Latest } from "../../core/latest.js";
import { pageModule } from "../../core/pageModule.js";
import { asPng } from "../pictures/fallback.js";
import { thumbnail } from "../pictures/thumbnail.js";
import { rankingSvg } from "./drawing.js";
import { type RankedCandidate, rankingOf } from "./ranking.js";
import type { RerankDirection, RerankQuestion, RerankViewerState } from "./state.js";

/** Look of a rerank viewer. */
export interface RerankViewerOptions {
  /** Default "Rerank". */
  readonly title?: string;
  /** Direction of the search. Default "textToImage". */
  readonly direction?: RerankDirection;
  /** Index of the image or the text that searches. Default 0. */
  readonly query?: number;
  /** Number of candidates that are reranked. Default 30. */
  readonly k?: number;
  /** Weight of the first term. Default 0.3. */
  readonly w1?: number;
  /** Weight of the third term. Default 1.1. */
  readonly w2?: number;
  /** Number of places that are shown before and after. Default 10. */
  readonly rows?: number;
}

/** Scores between images and texts, and the look of their rerank. */
export interface RerankScores extends RerankViewerOptions {
  /** `[rows, columns]` scores, row after row. */
  readonly scores: Float32Array;
  /** Names of the images. */
  readonly images: readonly string[];
  /** The texts. */
  readonly texts: readonly string[];
  /** Row of each text's own image, −1 for none. Right answers are marked. Default none. */
  readonly owners?: readonly number[];
  /** Returns an image's PNG or JPEG file. Default no pictures. */
  readonly picture?: (image: number) => Uint8Array | Promise<Uint8Array>;
}

/** Greatest K that the page offers, and width and height of the pictures in px. */
const [greatestK, pictureSide] = [50, 72];

export interface RerankViewer extends RerankViewerState<Uint8Array> {}
/**
 * The ranking of a query before and after the rerank. {@link RerankViewer.of} shows queries of an evaluation.
 * @example
 * const [images, texts] = [["port.tif", "beach.tif"], ["boats in a port", "a beach"]];
 * new RerankViewer({ scores: Float32Array.of(0.9, 0.1, 0.2, 0.8), images, texts, owners: [0, 1] });
 */
export class RerankViewer extends AnyWidget<RerankViewerState<Uint8Array>> {
  private readonly asked: Latest<void>;

  /** @throws {WidgetError} when the lists and the scores have different sizes @throws {DataError} for NaN and infinities */
  constructor(private readonly source: RerankScores) {
    const { images, texts, direction = "textToImage", query = 0, k = 30, w1 = 0.3, w2 = 1.1 } = source;
    checkLists(source);
    const question = questionOf(source, direction, query);
    super({
      name: "RerankViewer",
      esm: pageModule("rerankViewer"),
      state: {
        title: source.title ?? "Rerank",
        ...{ images: images.length, texts: texts.length, direction, query: question.query, question },
        ...{ candidates: candidatesOf(source, question), pictures: [], queryPicture: new Uint8Array() },
        mostK: Math.min(greatestK, Math.max(images.length, texts.length)),
        ...{ k, w1, w2, rows: source.rows ?? 10 },
      },
    });
    this.asked = new Latest(() => this.answer());
    this.observe("query", () => void this.asked.ask());
    this.observe("direction", () => void this.asked.ask());
    void this.asked.ask();
  }

  /**
   * Shows queries of an evaluation, with the pictures of its images.
   * @example
   * RerankViewer.of(evaluation, { direction: "imageToText", query: 3 });
   */
  static of(scores: ScoreMatrix, options: RerankViewerOptions = {}): RerankViewer {
    const { records, texts, owners, similarity } = scores;
    return new RerankViewer({
      scores: similarity,
      images: records.map(({ filename }) => filename),
      texts,
      owners,
      picture: (image) => thumbnail(records[image]!, pictureSide, "cover"),
      ...options,
    });
  }

  /** The candidates of the shown query in their new order. */
  get ranking(): RankedCandidate[] {
    return rankingOf(this.candidates, this);
  }

  /** Computes the candidates of the asked query, and reads their pictures. */
  private async answer(): Promise<void> {
    const asked = this.query;
    const question = questionOf(this.source, this.direction, asked);
    const { direction, query } = question;
    const order = placesOf(this.source, question);
    const candidates = candidatesOf(this.source, question);
    const pictures =
      direction === "textToImage" ? await Promise.all(order.map((image) => this.read(image))) : [];
    const queryPicture = direction === "imageToText" ? await this.read(query) : new Uint8Array();
    // The page may have asked for another query meanwhile, which is answered next.
    if (this.query === asked && this.direction === direction)
      this.set({ query, question, candidates, pictures, queryPicture });
  }

  /** Reads a picture. One that cannot be read is empty and does not hide the others. */
  private async read(image: number): Promise<Uint8Array> {
    try {
      return (await this.source.picture?.(image)) ?? new Uint8Array();
    } catch {
      return new Uint8Array();
    }
  }

  /** Returns the drawing of the page. */
  protected override async fallback(): Promise<JsonObject> {
    await this.asked.ask();
    const { pictures, direction } = this;
    const address = (index: number) => {
      const bytes = pictures[index];
      return bytes?.length ? `data:image/jpeg;base64,${Buffer.from(bytes).toString("base64")}` : "";
    };
    const svg = rankingSvg(this.ranking, {
      ...{ width: 1000, rows: this.rows, ink: "#1f1f1f", good: "#2e7d32", chosen: -1 },
      ...(direction === "textToImage" && { picture: address }),
    });
    const png = await asPng(sharp(Buffer.from(svg)).flatten({ background: "#fff" }));
    return { "image/png": png.toString("base64") };
  }
}

/** Returns a query that exists: a page may ask for one of the other direction. */
function questionOf(
  { images, texts }: RerankScores,
  direction: RerankDirection,
  query: number,
): RerankQuestion {
  const names = direction === "imageToText" ? images : texts;
  const index = Math.min(names.length - 1, Math.max(0, Math.round(query) || 0));
  return { direction, query: index, text: names[index]! };
}

/** Reranks one query. The greatest K gives the candidates of every K. */
function reranked({ scores, images, texts }: RerankScores, { direction, query }: RerankQuestion) {
  const matrix = { shape: [images.length, texts.length], values: scores, name: "RerankViewer.scores" };
  const which = direction === "imageToText" ? { image: query } : { text: query };
  return rerankQueryOf(matrix, which, { k: greatestK }).sort((a, b) => a.before - b.before);
}

function placesOf(source: RerankScores, question: RerankQuestion): number[] {
  return reranked(source, question).map(({ index }) => index);
}

function candidatesOf(source: RerankScores, question: RerankQuestion) {
  const { images, texts, owners = [] } = source;
  const { direction, query } = question;
  return reranked(source, question).map(({ index, score, p1, reverseRank }) => ({
    label: (direction === "imageToText" ? texts : images)[index]!,
    ...{ score, p1, reverseRank },
    own: direction === "imageToText" ? owners[index] === query : owners[query] === index,
  }));
}

function checkLists({ scores, images, texts, owners }: RerankScores): void {
  const expected = (name: string, what: string, found: number) =>
    new WidgetError(
      `RerankViewer.${name}: expected ${what}, found ${found}; pass lists that fit the scores.`,
    );
  if (images.length === 0) throw expected("images", "at least one image", 0);
  if (texts.length === 0) throw expected("texts", "at least one text", 0);
  if (scores.length !== images.length * texts.length)
    throw expected("scores", `${images.length} × ${texts.length} numbers`, scores.length);
  if (owners && owners.length !== texts.length)
    throw expected("owners", `one row for each of ${texts.length} texts`, owners.length);
}
