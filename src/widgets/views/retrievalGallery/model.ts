// A query box over ranked pictures that answers as one types, with those marked that are known to be right; and the
// other way: a click on a picture ranks captions for it. Pictures travel once; an answer is only their order.

import type { JsonObject } from "typescript-lab";
import { AnyWidget, WidgetError } from "typescript-lab/widget";
import { pageModule } from "../../core/pageModule.js";
import { Latest } from "../latest.js";
import { mosaic } from "../pictures.js";
import type { PictureAnswer, RankedCaption, RankedPicture, RetrievalGalleryState } from "./state.js";

export interface RetrievalGalleryOptions {
  readonly labels: readonly string[];
  /** PNG or JPEG files' bytes, as many as labels. */
  readonly pictures: readonly Uint8Array[];
  /** Ranks pictures by a sentence, best first; the message of an error is shown under the box. */
  readonly search: (query: string) => Promise<readonly RankedPicture[]> | readonly RankedPicture[];
  /** Pictures that are known to be right for a sentence, such as the image that a caption was written for. */
  readonly groundTruth?: (query: string) => readonly number[];
  /** Ranks captions for a picture, best first; with it a click on a picture asks for them. */
  readonly describe?: (picture: number) => Promise<readonly RankedCaption[]> | readonly RankedCaption[];
  readonly query?: string;
}

const unasked: PictureAnswer = { query: "", results: [], truth: [], message: "" };

export interface RetrievalGallery extends RetrievalGalleryState<Uint8Array> {}
/**
 * @example
 * const gallery = new RetrievalGallery({
 *   labels, pictures, query: "many boats in a port",
 *   search: async (query) => (await search(model, index, query, 8)).map(({ image, score }) => ({ picture: number.get(image)!, score })),
 *   groundTruth: (query) => owners.get(query) ?? [],
 *   describe: (picture) => rankedCaptions(picture),
 * });
 */
export class RetrievalGallery extends AnyWidget<RetrievalGalleryState<Uint8Array>> {
  private readonly queries: Latest<string>;
  private readonly choices: Latest<number>;

  /** @throws {WidgetError} when there are not as many pictures as labels */
  constructor(options: RetrievalGalleryOptions) {
    const { labels, pictures, describe, query = "" } = options;
    if (labels.length !== pictures.length) {
      throw new WidgetError(
        `RetrievalGallery.pictures: expected one for each of ${labels.length} labels, found ${pictures.length}.`,
      );
    }
    super({
      name: "RetrievalGallery",
      esm: pageModule("retrievalGallery"),
      state: {
        labels,
        pictures,
        query,
        answer: unasked,
        describes: describe !== undefined,
        chosen: -1,
        description: { picture: -1, captions: [], message: "" },
      },
    });
    this.queries = new Latest((asked) => this.answerQuery(asked, options));
    this.choices = new Latest((picture) => this.answerChoice(picture, options));
    this.observe("query", ({ new: asked }) => void this.queries.ask(asked));
    this.observe("chosen", ({ new: picture }) => void this.choices.ask(picture));
    if (query.trim() !== "") void this.queries.ask(query);
  }

  private async answerQuery(query: string, { search, groundTruth }: RetrievalGalleryOptions): Promise<void> {
    if (query.trim() === "") return this.set({ answer: unasked });
    try {
      const results = await search(query);
      this.set({ answer: { query, results, truth: groundTruth?.(query) ?? [], message: "" } });
    } catch (error) {
      this.set({ answer: { ...unasked, query, message: (error as Error).message } });
    }
  }

  private async answerChoice(picture: number, { describe }: RetrievalGalleryOptions): Promise<void> {
    if (!describe || picture < 0) return;
    try {
      this.set({ description: { picture, captions: await describe(picture), message: "" } });
    } catch (error) {
      this.set({ description: { picture, captions: [], message: (error as Error).message } });
    }
  }

  /** The best pictures for the query that stands. */
  protected override async fallback(): Promise<JsonObject> {
    if (this.answer.query !== this.query) await this.queries.ask(this.query);
    const { results, truth } = this.answer;
    if (results.length === 0) return {};
    const tiles = results.slice(0, 8).map(({ picture, score }, rank) => ({
      picture: this.pictures[picture]!,
      text: `${rank + 1}. ${truth.includes(picture) ? "✓ " : ""}${this.labels[picture]} ${score.toFixed(3)}`,
    }));
    const png = await mosaic(tiles, 176, 4);
    return { "image/png": png.toString("base64") };
  }
}
