// Semantic localization: finds the places of a large image that a sentence describes.
import { OptionError } from "../base/errors.js";
import { type DecodeOptions, joinDecodeOptions } from "../data/images/decodeOptions.js";
import { type ImageSource, nameOfImage, recordOf } from "../data/images/imageSource.js";
import type { LargeImage } from "../data/images/windows/largeImage.js";
import { openLargeImage } from "../data/images/windows/openLargeImage.js";
import { hasSharedTrunk } from "../models/contract/capabilities.js";
import { requireLiveModel } from "../models/contract/liveModel.js";
import type { RetrievalModel } from "../models/contract/retrievalModel.js";
import { requireKnownWords } from "../retrieval/search.js";
import type { TextQuery } from "../text/query.js";
import { Comparison, selfFedVector } from "./encoding/compare.js";
import { denseTiles } from "./encoding/denseTiles.js";
import { EncodedTiles } from "./encoding/encodedTiles.js";
import { singleTiles } from "./encoding/singleTiles.js";
import { filtered } from "./maps/filter.js";
import { Localization, type PartialMap } from "./maps/localization.js";
import { bytePixelsOf, meanSurface, pixelsOf, scaledSurface, surfaceOfCells } from "./maps/surface.js";
import { scoreImage, tilesOf } from "./methods/index.js";
import type { ScoredTiles, ScoringWork } from "./methods/method.js";
import {
  type LocalizationSettings,
  type LocateOptions,
  localizationSettings,
  type TiledImageOptions,
} from "./options.js";
import { progressReport } from "./progress.js";
import { Stopwatch } from "./stopwatch.js";
import { bestTiles, type ImageSize, type Tile } from "./tiles/tile.js";

/**
 * A large image whose tiles are encoded once, for any number of queries. Dispose of it after the last one.
 *
 * @example
 * const image = await TiledImage.open(model, "harbour.tif", { tileSizes: [128], filter: "none" });
 * const { best } = await image.locate("white boats at a pier");
 * console.log(best[0]!.left, best[0]!.top, best[0]!.width);
 * await image.dispose();
 */
export class TiledImage {
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
  /** The tiles that every query is compared with. A query of v2 adds fine tiles. */
  readonly tiles: readonly Tile[];
  readonly #encoded: EncodedTiles;
  #disposed = false;

  private constructor(
    private readonly model: RetrievalModel,
    /** The image as it was given. */
    readonly source: ImageSource,
    /** Bands and stretch that the image was read with. */
    readonly decoding: DecodeOptions,
    /** The options with their defaults. */
    readonly settings: LocalizationSettings,
    /** The opened image, with its georeference. It is closed once all tiles are encoded. */
    readonly image: LargeImage,
  ) {
    this.width = image.width;
    this.height = image.height;
    this.tiles = tilesOf(image, settings);
    const look = { resize: settings.released ? "cubic" : "area", jpeg: settings.jpeg } as const;
    const shares = settings.method === "dense" && hasSharedTrunk(model);
    this.#encoded = new EncodedTiles(
      shares ? denseTiles(model, image) : singleTiles(model, nameOfImage(source), image, look),
    );
  }

  /**
   * Opens an image and encodes its tiles, unless it is `lazy`.
   *
   * The image is read by windows, so that it may have any size, see {@link openLargeImage}.
   *
   * @throws {DataError} when the image cannot be opened, or a tile of it cannot be decoded
   * @throws {OptionError} when an option is outside of its range
   * @throws the signal's reason once it is aborted
   */
  static async open(
    model: RetrievalModel,
    source: ImageSource,
    options: TiledImageOptions = {},
  ): Promise<TiledImage> {
    const settings = localizationSettings(model, options);
    requireLiveModel(model);
    const decoding = joinDecodeOptions(options, recordOf(source)?.decoding, model.decoding);
    const pixels = await openLargeImage(source, { ...decoding, onBadTile: options.onBadTile });
    const image = new TiledImage(model, source, decoding, settings, pixels);
    try {
      if (!options.lazy) {
        const report = progressReport(options.onProgress);
        await image.#encoded.add(image.tiles, options.signal, (_, done) => report(done, image.tiles.length));
        await image.#closeWhenEncoded();
      }
      return image;
    } catch (error) {
      await image.dispose();
      throw error;
    }
  }

  /**
   * Scores the tiles for a query and spreads the scores over the image. Only tiles that no earlier query has read are
   * encoded: none with `v1` and `dense`, and fine tiles with `v2`.
   *
   * @throws {OptionError} when the model knows none of the query's words, or model or image was disposed of
   * @throws the signal's reason once it is aborted
   */
  async locate(query: TextQuery, options: LocateOptions = {}): Promise<Localization> {
    const { model, settings, width, height } = this;
    const { method, released, cellSize, seed } = settings;
    requireLiveModel(model);
    if (this.#disposed) {
      throw new OptionError("image: expected an open image, found one that was disposed of; open it again.");
    }
    requireKnownWords(model, query);
    options.signal?.throwIfAborted();
    const clock = new Stopwatch();
    const text = await clock.during("comparing", () =>
      method === "v2" ? selfFedVector(model, query, seed, released) : model.encodeTexts([query]),
    );
    try {
      const work = {
        image: { width, height },
        released,
        encoded: this.#encoded,
        comparison: new Comparison(model, this.#encoded, text, released),
        clock,
        signal: options.signal,
        onScored: partialMaps({ width, height }, cellSize, options.onPartial),
        onEncoded: progressReport(options.onProgress),
      };
      const scored = await scoreImage(method, work, this.tiles);
      await this.#closeWhenEncoded();
      return await this.#spread(scored, clock);
    } finally {
      text.dispose();
    }
  }

  /** Closes the image and frees the memory of the tiles' vectors. */
  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#encoded.dispose();
    await this.image.close();
  }

  /** Closes the image when no query can need further tiles. */
  async #closeWhenEncoded(): Promise<void> {
    if (this.settings.method === "v2" || this.#encoded.missing(this.tiles).length > 0) return;
    await this.image.close();
  }

  async #spread(
    { tiles, scores, compared, unexplored }: ScoredTiles,
    clock: Stopwatch,
  ): Promise<Localization> {
    const { width, height } = this;
    const { cellSize, filter, filterWindow } = this.settings;
    const { surface, range } = await clock.during("map", () => {
      const scaled = scaledSurface(meanSurface({ width, height }, tiles, scores), unexplored);
      return { ...scaled, surface: surfaceOfCells(scaled.surface, cellSize) };
    });
    const bytes = await clock.during("filter", () => filtered(surface, filter, filterWindow / cellSize));
    const seconds = {
      encoding: clock.of("encoding"),
      comparing: clock.of("comparing"),
      map: clock.of("map"),
      filter: clock.of("filter"),
    };
    const best = bestTiles(tiles, scores);
    return new Localization({
      image: { width, height },
      cellSize,
      surface,
      bytes,
      range,
      best,
      tiles: compared,
      seconds,
    });
  }
}

/** Returns a function that sends partial maps. */
function partialMaps(
  { width, height }: ImageSize,
  cellSize: number,
  receive: ((map: PartialMap) => void) | undefined,
): ScoringWork["onScored"] {
  if (!receive) return undefined;
  return (tiles, scores, total) => {
    const means = surfaceOfCells(meanSurface({ width, height }, tiles, scores), cellSize);
    const covered = { ...means, values: means.values.map((value) => (Number.isNaN(value) ? 0 : 1)) };
    receive({
      width: means.width,
      height: means.height,
      cellSize,
      values: pixelsOf(scaledSurface(means).surface),
      covered: bytePixelsOf(covered),
      done: tiles.length,
      total,
    });
  };
}
