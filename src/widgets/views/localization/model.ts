// Shows where in a large image a sentence is: a query box, and the score map of the answer over the image. The image
// is zoomed and panned, and buttons go to the best tiles.
import sharp, { type Sharp } from "sharp";
import type { JsonObject } from "typescript-lab";
import { AnyWidget } from "typescript-lab/widget";
import type { ColorMapName } from "../../../lib/base/drawing/colorMaps.js";
import type { DecodeOptions } from "../../../lib/data/images/decodeOptions.js";
import type { ImageSource } from "../../../lib/data/images/imageSource.js";
import { withPicture } from "../../../lib/data/images/picture.js";
import type { ScoredTile, TiledImage } from "../../../lib/localization/index.js";
import { Latest } from "../../core/latest.js";
import { pageModule } from "../../core/pageModule.js";
import { asPng, withOverlay } from "../pictures/fallback.js";
import { labelOf } from "../pictures/thumbnail.js";
import type { LocalizationState, Located } from "./state.js";

/** A score map over an image, such as `TiledImage.locate` returns. */
export interface LocatedScores {
  /** Cells across. */
  readonly width: number;
  /** Cells down. */
  readonly height: number;
  /** Scores in 0…1, row after row. */
  readonly values: Float32Array;
  /** The best tiles, best first. Default none. */
  readonly best?: readonly ScoredTile[];
}

/** First query and look of a localization viewer. */
export interface LocalizationLook {
  /** The first query. Default none. */
  readonly query?: string;
  /** Name of the image. Default its file's, or a description such as "image (Buffer)". */
  readonly label?: string;
  /** Opacity of the score map, 0…1. Default 0.55. */
  readonly opacity?: number;
  /** Scores below it are not drawn, 0…1. Default 0.35. */
  readonly threshold?: number;
  /** Default "magma". */
  readonly colorMap?: ColorMapName;
}

/** Image, search and look of a localization viewer. */
export interface LocalizationOptions extends LocalizationLook {
  /** Bands and stretch of the image. */
  readonly decoding?: DecodeOptions;
  /** The image: a path, a URL, bytes, a sharp pipeline or a record. */
  readonly image: ImageSource;
  /** Locates a sentence. The message of an error is shown under the query box. */
  readonly locate: (query: string) => Promise<LocatedScores> | LocatedScores;
}

/** Pixels of the longer side of the picture that is sent to the page, at most. */
const mostSent = 2048;
const nothing: Located = { query: "", width: 0, height: 0, best: [], message: "" };

export interface LocalizationViewer extends LocalizationState<Uint8Array | Float32Array> {}
/**
 * A large image with the score map of a query over it. {@link LocalizationViewer.of} shows a tiled image,
 * {@link LocalizationViewer.open} any function that locates sentences.
 * @example
 * const values = Float32Array.from({ length: 20 * 20 }, (_, k) => k / 399);
 * await LocalizationViewer.open({
 *   image: "harbour.tif",
 *   locate: () => ({ width: 20, height: 20, values }),
 *   query: "white boats at a pier",
 * });
 */
export class LocalizationViewer extends AnyWidget<LocalizationState<Uint8Array | Float32Array>> {
  readonly #queries: Latest<string>;

  private constructor(
    options: LocalizationOptions,
    picture: Uint8Array,
    image: { readonly width: number; readonly height: number },
  ) {
    const { query = "", label = labelOf(options.image) } = options;
    super({
      name: "LocalizationViewer",
      esm: pageModule("localization"),
      state: {
        label,
        picture,
        imageWidth: image.width,
        imageHeight: image.height,
        query,
        found: nothing,
        scores: new Float32Array(),
        opacity: options.opacity ?? 0.55,
        threshold: options.threshold ?? 0.35,
        colorMap: options.colorMap ?? "magma",
        region: [],
      },
    });
    this.#queries = new Latest((asked) => this.#answer(asked, options));
    this.observe("query", ({ new: asked }) => void this.#queries.ask(asked));
    if (query.trim() !== "") void this.#queries.ask(query);
  }

  /**
   * Shows where a tiled image's model locates sentences.
   * @throws {DataError} when the image's file has been removed
   * @example
   * const image = await TiledImage.open(model, "harbour.tif");
   * await LocalizationViewer.of(image, { query: "white boats at a pier" });
   */
  static of(image: TiledImage, look: LocalizationLook = {}): Promise<LocalizationViewer> {
    return LocalizationViewer.open({
      image: image.source,
      decoding: image.decoding,
      locate: (query) => image.locate(query),
      ...look,
    });
  }

  /**
   * Opens an image and returns its viewer.
   * @throws {DataError} when there is no such image
   */
  static async open(options: LocalizationOptions): Promise<LocalizationViewer> {
    return withPicture(options.image, options.decoding ?? {}, async (picture, size) => {
      const jpeg = await picture
        .resize(mostSent, mostSent, { fit: "inside", withoutEnlargement: true })
        .removeAlpha()
        .jpeg({ quality: 85 })
        .toBuffer();
      return new LocalizationViewer(options, new Uint8Array(jpeg), size);
    });
  }

  async #answer(query: string, { locate }: LocalizationOptions): Promise<void> {
    const none = new Float32Array();
    if (query.trim() === "") return this.set({ found: nothing, scores: none });
    try {
      const { width, height, values, best = [] } = await locate(query);
      const tiles = best.map((tile) => ({
        left: tile.left,
        top: tile.top,
        width: tile.width,
        height: tile.height,
        score: tile.score,
      }));
      this.set({ scores: values, found: { query, width, height, best: tiles, message: "" } });
    } catch (error) {
      this.set({ found: { ...nothing, query, message: (error as Error).message }, scores: none });
    }
  }

  /** Returns the whole image with the score map of the current query, at most 640 px wide and high. */
  protected override async fallback(): Promise<JsonObject> {
    if (this.found.query !== this.query) await this.#queries.ask(this.query);
    const scale = Math.min(1, 640 / Math.max(this.imageWidth, this.imageHeight));
    const [width, height] = [Math.round(this.imageWidth * scale), Math.round(this.imageHeight * scale)];
    const png = await asPng(await this.#drawn(width, height));
    return { "image/png": png.toString("base64") };
  }

  #drawn(width: number, height: number): Promise<Sharp> | Sharp {
    const values = this.scores as Float32Array;
    const picture = this.picture as Uint8Array;
    if (values.length === 0) return sharp(picture).resize(width, height, { fit: "fill" });
    return withOverlay(picture, { ...this.found, values }, this, [width, height]);
  }
}
