// A query box over ranked pictures. It answers while the reader types and marks pictures that are known to be right. A
// click on a picture ranks captions for it.
import type { JsonObject } from "typescript-lab";
import { AnyWidget, WidgetError } from "typescript-lab/widget";
import type { RetrievalModel } from "../../../lib/models/contract/retrievalModel.js";
import type { ImageIndex } from "../../../lib/retrieval/imageIndex.js";
import { Latest } from "../../core/latest.js";
import { pageModule } from "../../core/pageModule.js";
import { mosaic } from "../pictures/fallback.js";
import { type IndexSearchOptions, searchOf } from "./indexSearch.js";
import type { RetrievalGalleryOptions } from "./options.js";
import type { PictureAnswer, RankedPicture, RetrievalGalleryState } from "./state.js";

const unasked: PictureAnswer = { query: "", results: [], truth: [], message: "" };

export interface RetrievalGallery extends RetrievalGalleryState<Uint8Array> {}
/**
 * Search box with a gallery of its answers. {@link RetrievalGallery.of} searches an index by a model.
 * @example
 * import { readFileSync } from "node:fs";
 * new RetrievalGallery({
 *   labels: ["port"],
 *   pictures: [readFileSync("port_1.png")],
 *   search: (query) => [{ picture: 0, score: query.length / 100 }],
 *   query: "many boats in a port",
 * });
 */
export class RetrievalGallery extends AnyWidget<RetrievalGalleryState<Uint8Array>> {
  private readonly queries: Latest<string>;
  private readonly choices: Latest<number>;
  private readonly read: ((picture: number) => Promise<Uint8Array>) | undefined;

  /** @throws {WidgetError} when labels and pictures have different lengths */
  constructor(options: RetrievalGalleryOptions) {
    const { labels, pictures, describe, query = "" } = options;
    if (typeof pictures !== "function" && labels.length !== pictures.length) {
      throw new WidgetError(
        `RetrievalGallery.pictures: expected one for each of ${labels.length} labels, found ${pictures.length}; pass lists of equal lengths.`,
      );
    }
    const all = typeof pictures === "function" ? [] : pictures;
    super({
      name: "RetrievalGallery",
      esm: pageModule("retrievalGallery"),
      state: {
        labels,
        pictures: all,
        pictured: [...all.keys()],
        query,
        answer: unasked,
        describes: describe !== undefined,
        chosen: -1,
        description: { picture: -1, captions: [], message: "" },
      },
    });
    if (typeof pictures === "function") this.read = cached(pictures);
    this.queries = new Latest((asked) => this.answerQuery(asked, options));
    this.choices = new Latest((picture) => this.answerChoice(picture, options));
    this.observe("query", ({ new: asked }) => void this.queries.ask(asked));
    this.observe("chosen", ({ new: picture }) => void this.choices.ask(picture));
    if (query.trim() !== "") void this.queries.ask(query);
  }

  /**
   * Searches an index by a model. Pictures are read when they are shown. Images are marked as right for the captions of
   * their records.
   * @throws {WidgetError} outside a notebook
   * @example
   * RetrievalGallery.of(model, index, { query: "many boats in a port", top: 4 });
   */
  static of(model: RetrievalModel, index: ImageIndex, options: IndexSearchOptions = {}): RetrievalGallery {
    return new RetrievalGallery(searchOf(model, index, options));
  }

  private async answerQuery(query: string, { search, groundTruth }: RetrievalGalleryOptions): Promise<void> {
    if (query.trim() === "") return this.set({ answer: unasked });
    try {
      const results = await search(query);
      this.requirePictures(results);
      const answer = { query, results, truth: groundTruth?.(query) ?? [], message: "" };
      this.set({ answer, ...(await this.shownPictures(results)) });
    } catch (error) {
      this.set({ answer: { ...unasked, query, message: (error as Error).message } });
    }
  }

  /** @throws {WidgetError} for a result that is not in the gallery */
  private requirePictures(results: readonly RankedPicture[]): void {
    const { length } = this.labels;
    const beyond = results.find(
      ({ picture }) => !Number.isInteger(picture) || !(picture >= 0 && picture < length),
    );
    if (beyond === undefined) return;
    throw new WidgetError(
      `RetrievalGallery.search: expected pictures 0…${length - 1}, found ${beyond.picture}; return numbers of the gallery.`,
    );
  }

  /** Reads the pictures of an answer, and the picture whose captions are shown. */
  private async shownPictures(
    results: readonly RankedPicture[],
  ): Promise<Partial<Pick<RetrievalGalleryState<Uint8Array>, "pictures" | "pictured">>> {
    const { read } = this;
    if (!read) return {};
    const described = this.description.picture < 0 ? [] : [this.description.picture];
    const pictured = [...new Set([...results.map(({ picture }) => picture), ...described])];
    return { pictured, pictures: await Promise.all(pictured.map(read)) };
  }

  private async answerChoice(picture: number, { describe }: RetrievalGalleryOptions): Promise<void> {
    if (!describe || picture < 0) return;
    try {
      this.set({ description: { picture, captions: await describe(picture), message: "" } });
    } catch (error) {
      this.set({ description: { picture, captions: [], message: (error as Error).message } });
    }
  }

  /** Returns the best eight pictures for the current sentence. */
  protected override async fallback(): Promise<JsonObject> {
    if (this.answer.query !== this.query) await this.queries.ask(this.query);
    const { results, truth } = this.answer;
    if (results.length === 0) return {};
    const best = results.slice(0, 8).map(({ picture, score }, rank) => ({
      picture: this.pictures[this.pictured.indexOf(picture)]!,
      text: `${rank + 1}. ${truth.includes(picture) ? "✓ " : ""}${this.labels[picture]} ${score.toFixed(3)}`,
    }));
    const readable = best.filter(({ picture }) => picture.length > 0);
    if (readable.length === 0) return {};
    const png = await mosaic(readable, 176, 4);
    return { "image/png": png.toString("base64") };
  }
}

/** Returns a function that reads each picture once. A picture that cannot be read is empty and does not hide the others. */
function cached(
  read: (picture: number) => Promise<Uint8Array> | Uint8Array,
): (picture: number) => Promise<Uint8Array> {
  const known = new Map<number, Promise<Uint8Array>>();
  return (picture) => {
    const bytes = known.get(picture) ?? (async () => read(picture))().catch(() => new Uint8Array());
    known.set(picture, bytes);
    return bytes;
  };
}
