// Shows where in a large image a sentence is: a query box, and the score map of the answer over the image. The image is
// zoomed and panned, several answers are compared, and maps are judged against annotated regions.
import { basename } from "node:path";
import type { JsonObject } from "typescript-lab";
import { AnyWidget } from "typescript-lab/widget";
import type { ColorMapName } from "../../../lib/base/drawing/colorMaps.js";
import { nextTurn } from "../../../lib/base/nextTurn.js";
import type { DecodeOptions } from "../../../lib/data/images/decodeOptions.js";
import { fileOf, type ImageSource } from "../../../lib/data/images/imageSource.js";
import type { Annotation, ScoredTile, TiledImage } from "../../../lib/localization/index.js";
import { Latest } from "../../core/latest.js";
import { pageModule } from "../../core/pageModule.js";
import { type CellMap, MapJudge } from "../pictures/judge.js";
import type { Judgement } from "../pictures/judgement.js";
import { reduced } from "../pictures/reduced.js";
import { labelOf } from "../pictures/thumbnail.js";
import { LargePicture } from "../pictures/tiles/largePicture.js";
import { serveTiles } from "../pictures/tiles/tileServer.js";
import { answersPicture } from "./fallback.js";
import type { LocalizationProgress, LocalizationState, Located } from "./state.js";

/** A score map over an image, such as `TiledImage.locate` returns. */
export interface LocatedScores extends CellMap {
  /** The best tiles, best first. Default none. */
  readonly best?: readonly ScoredTile[];
}

/** Functions for a search that takes long. */
export interface LocateControl {
  /** Aborted by the button Cancel, and by another query. */
  readonly signal: AbortSignal;
  /** Shows the map of the tiles that are finished, and the progress. */
  readonly report: (progress: Partial<LocalizationProgress>, scores?: LocatedScores) => void;
}

/** First query and look of a localization viewer. */
export interface LocalizationLook {
  /** The first query. Default the first annotation's sentence, or none. */
  readonly query?: string;
  /** Sentences whose answers are kept beside that of the query. Default none. */
  readonly keep?: readonly string[];
  /** True to show the answers beside one another. Default true if sentences are kept. */
  readonly compare?: boolean;
  /**
   * Annotated regions. A map is judged against those of its own sentence, or else of the sentence that is chosen in the
   * page. Annotations of other images are left out, by their file names. Default none.
   */
  readonly annotations?: readonly Annotation[];
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
  readonly locate: (query: string, control: LocateControl) => Promise<LocatedScores> | LocatedScores;
}

/** Shortest time between two partial maps for the page, in ms. */
const pageInterval = 150;
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
  readonly #options: LocalizationOptions;
  readonly #annotations: readonly Annotation[];
  readonly #judge: MapJudge;
  readonly #picture: LargePicture;
  readonly #keptAnswered: Promise<void>;
  #running: { readonly query: string; readonly end: AbortController } | undefined;
  #scores: LocatedScores | undefined;

  private constructor(options: LocalizationOptions, picture: LargePicture) {
    const { keep = [], label = labelOf(options.image) } = options;
    const annotations = annotationsOf(options);
    const query = options.query ?? annotations[0]?.caption.trim() ?? "";
    super({
      name: "LocalizationViewer",
      esm: pageModule("localization"),
      state: {
        label,
        picture: picture.overview,
        imageWidth: picture.width,
        imageHeight: picture.height,
        query,
        found: nothing,
        scores: new Float32Array(),
        progress: null as LocalizationProgress | null,
        kept: [],
        keptScores: [],
        compare: options.compare ?? keep.length > 0,
        annotations: annotations.map(({ caption }) => caption.trim()),
        annotation: annotations.findIndex(({ caption }) => caption.trim() === query),
        shapes: true,
        opacity: options.opacity ?? 0.55,
        threshold: options.threshold ?? 0.35,
        colorMap: options.colorMap ?? "magma",
        region: [],
      },
    });
    this.#options = options;
    this.#picture = picture;
    this.#annotations = annotations;
    this.#judge = new MapJudge(picture);
    this.#keptAnswered = this.#keepAnswers(keep);
    this.#queries = new Latest((asked) => this.#keptAnswered.then(() => this.#answer(asked)));
    serveTiles(this, () => Promise.resolve(picture));
    this.observe("query", ({ new: asked }) => {
      if (this.#running?.query !== asked) this.#running?.end.abort();
      void this.#queries.ask(asked);
    });
    this.observe("annotation", () => void this.#judgeAgain());
    this.on("cancel", () => this.#running?.end.abort());
    this.on("keep", () => this.keep());
    this.on("forget", ({ query: kept }) => this.forget(String(kept)));
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
      locate: (query, { signal, report }) => {
        let progress: Partial<LocalizationProgress> = {};
        return image.locate(query, {
          signal,
          onProgress: (now) => {
            progress = now;
            report(now);
          },
          onPartial: (map) => report(progress, map),
        });
      },
      ...look,
    });
  }

  /**
   * Opens an image and returns its viewer.
   * @throws {DataError} when there is no such image
   */
  static async open(options: LocalizationOptions): Promise<LocalizationViewer> {
    return new LocalizationViewer(options, await LargePicture.open(options.image, options.decoding));
  }

  /** Keeps the latest answer beside those of other sentences. */
  keep(): void {
    const { found, scores } = this;
    if (scores.length === 0 || this.progress !== null) return;
    if (this.kept.some(({ query }) => query === found.query)) this.forget(found.query);
    this.set({ kept: [...this.kept, found], keptScores: [...this.keptScores, scores] });
  }

  /** Removes a kept answer. */
  forget(query: string): void {
    const stays = this.kept.map((answer) => answer.query !== query);
    this.set({
      kept: this.kept.filter((_, i) => stays[i]),
      keptScores: this.keptScores.filter((_, i) => stays[i]),
    });
  }

  /** Removes the viewer from every page, ends its search and closes the image. */
  override close(): void {
    this.#running?.end.abort();
    void this.#picture.close();
    super.close();
  }

  async #keepAnswers(sentences: readonly string[]): Promise<void> {
    // The constructor ends first.
    await nextTurn();
    for (const sentence of sentences) {
      await this.#answer(sentence);
      this.keep();
    }
  }

  async #answer(query: string): Promise<void> {
    const none = new Float32Array();
    this.#scores = undefined;
    if (query.trim() === "") return this.set({ found: nothing, scores: none, progress: null });
    const kept = this.kept.findIndex((answer) => answer.query === query);
    const end = new AbortController();
    this.#running = { query, end };
    let latest: LocatedScores | undefined;
    let reported = 0;
    const report: LocateControl["report"] = ({ done = 0, total = 0, secondsLeft = -1 }, scores) => {
      if (end.signal.aborted) return;
      latest = scores ?? latest;
      const now = performance.now();
      if (now - reported < pageInterval) return;
      reported = now;
      this.set({ progress: { done, total, secondsLeft }, ...(scores && this.#shown(query, scores, "")) });
    };
    try {
      if (kept < 0) this.set({ progress: { done: 0, total: 0, secondsLeft: -1 } });
      const scores = await this.#options.locate(query, { signal: end.signal, report });
      this.#scores = scores;
      const judgement = await this.#judgement(query, scores);
      this.set({ ...this.#shown(query, scores, "", judgement), progress: null });
    } catch (error) {
      const partial = end.signal.aborted ? latest : undefined;
      const message = end.signal.aborted
        ? partial
          ? "Cancelled. The map shows the tiles that were finished."
          : "Cancelled."
        : (error as Error).message;
      const shown = partial && this.#shown(query, partial, message);
      this.set({ ...(shown ?? { found: { ...nothing, query, message }, scores: none }), progress: null });
    } finally {
      this.#running = undefined;
    }
  }

  #shown(query: string, scores: LocatedScores, message: string, judgement?: Judgement) {
    const { width, height, values } = reduced(scores);
    const best = (scores.best ?? []).map((tile) => ({
      left: tile.left,
      top: tile.top,
      width: tile.width,
      height: tile.height,
      score: tile.score,
    }));
    const found: Located = { query, width, height, best, message, ...(judgement && { judgement }) };
    return { scores: values, found };
  }

  /** Judges a map against the annotation of its own sentence, or else against the chosen one. */
  async #judgement(query: string, scores: LocatedScores): Promise<Judgement | undefined> {
    const own = this.#annotations.find(({ caption }) => caption.trim() === query.trim());
    const annotation = own ?? this.#annotations[this.annotation];
    return annotation && this.#judge.judge(scores, annotation);
  }

  async #judgeAgain(): Promise<void> {
    const scores = this.#scores;
    if (!scores || this.#running) return;
    const { judgement: _, ...found } = this.found;
    const judgement = await this.#judgement(found.query, scores);
    if (this.#scores === scores) this.set({ found: { ...found, ...(judgement && { judgement }) } });
  }

  /** Returns the whole image with the score map of the current query, at most 640 px wide and high. */
  protected override async fallback(): Promise<JsonObject> {
    await this.#keptAnswered;
    if (this.found.query !== this.query) await this.#queries.ask(this.query);
    return { "image/png": (await answersPicture(this)).toString("base64") };
  }
}

/** Returns the annotations of the image. An image without a file name has all of them. */
function annotationsOf({ image, annotations = [] }: LocalizationOptions): readonly Annotation[] {
  const file = fileOf(image);
  return file === undefined ? annotations : annotations.filter((one) => one.image === basename(file));
}
