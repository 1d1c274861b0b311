// A large image that says where a sentence is: a query box, and over the image the heat of the answer. One zooms and
// pans, reads the value under the pointer, and goes to the best places.
import sharp, { type Sharp } from "sharp";
import { AnyWidget } from "../../../kernel/widget/anyWidget.js";
import type { JsonObject } from "../../../kernel/widget/host.js";
import type { ColorMapName } from "../../../lib/base/colorMaps.js";
import { pageModule } from "../../core/pageModule.js";
import { Latest } from "../latest.js";
import { asPng, withOverlay } from "../pictures.js";
import type { Found, FoundPlace, LocalizationState } from "./state.js";

/** An answer, as the library's `Scene.locate` gives it. */
export interface LocatedScores {
  /** Cells across and down. */
  readonly width: number;
  readonly height: number;
  /** Row after row, 0…1. */
  readonly values: Float32Array;
  readonly best?: readonly FoundPlace[];
}

export interface LocalizationOptions {
  /** The image's file, or its bytes. */
  readonly image: string | Uint8Array;
  /** Where a sentence is; the message of an error is shown under the box. */
  readonly locate: (query: string) => Promise<LocatedScores> | LocatedScores;
  readonly query?: string;
  readonly label?: string;
  readonly opacity?: number;
  readonly threshold?: number;
  readonly colorMap?: ColorMapName;
}

/** The most pixels of the image's longer side that are sent to the page. */
const mostSent = 2048;
const nothing: Found = { query: "", width: 0, height: 0, best: [], message: "" };

export interface LocalizationViewer extends LocalizationState<Uint8Array | Float32Array> {}
/**
 * @example
 * const scene = await TiledImage.open(model, "harbour.tif");
 * display(await LocalizationViewer.open({
 *   image: "harbour.tif",
 *   locate: (query) => scene.locate(query),
 *   query: "white boats at a pier",
 * }));
 */
export class LocalizationViewer extends AnyWidget<LocalizationState<Uint8Array | Float32Array>> {
  readonly #queries: Latest<string>;

  private constructor(
    options: LocalizationOptions,
    picture: Uint8Array,
    image: { readonly width: number; readonly height: number },
  ) {
    const { query = "", label = typeof options.image === "string" ? options.image : "image" } = options;
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
        heat: new Float32Array(),
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

  /** Opens the image and makes the viewer of it. */
  static async open(options: LocalizationOptions): Promise<LocalizationViewer> {
    const { width, height } = await sharp(options.image).metadata();
    const picture = await sharp(options.image)
      .resize(mostSent, mostSent, { fit: "inside", withoutEnlargement: true })
      .removeAlpha()
      .jpeg({ quality: 85 })
      .toBuffer();
    return new LocalizationViewer(options, new Uint8Array(picture), { width, height });
  }

  async #answer(query: string, { locate }: LocalizationOptions): Promise<void> {
    if (query.trim() === "") return this.set({ found: nothing, heat: new Float32Array() });
    try {
      const { width, height, values, best = [] } = await locate(query);
      const places = best.map(({ left, top, size, score }) => ({ left, top, size, score }));
      this.set({ heat: values, found: { query, width, height, best: places, message: "" } });
    } catch (error) {
      this.set({ found: { ...nothing, query, message: (error as Error).message }, heat: new Float32Array() });
    }
  }

  /** The whole image with the heat of the query that stands. */
  protected override async fallback(): Promise<JsonObject> {
    if (this.found.query !== this.query) await this.#queries.ask(this.query);
    const scale = Math.min(1, 640 / Math.max(this.imageWidth, this.imageHeight));
    const [width, height] = [Math.round(this.imageWidth * scale), Math.round(this.imageHeight * scale)];
    const png = await asPng(await this.#drawn(width, height));
    return { "image/png": png.toString("base64") };
  }

  #drawn(width: number, height: number): Promise<Sharp> | Sharp {
    const values = this.heat as Float32Array;
    const picture = this.picture as Uint8Array;
    if (values.length === 0) return sharp(picture).resize(width, height, { fit: "fill" });
    return withOverlay(picture, { ...this.found, values }, this, [width, height]);
  }
}
