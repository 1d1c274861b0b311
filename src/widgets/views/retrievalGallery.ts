// A query box over ranked pictures: answers as one types. Pictures travel once; an answer is only their order.
import sharp from "sharp";
import { AnyWidget } from "../core/anyWidget.js";
import type { JsonObject } from "../core/host.js";
import { pageModule } from "../core/pageModule.js";

/** One answer: the number of a picture, and its score. */
export interface RankedPicture {
  readonly picture: number;
  readonly score: number;
}

export interface RetrievalGalleryOptions {
  readonly labels: readonly string[];
  /** PNG or JPEG files' bytes, as many as labels. */
  readonly pictures: readonly Uint8Array[];
  /** Ranks pictures by a sentence, best first; an error is shown under the box. */
  readonly search: (query: string) => Promise<readonly RankedPicture[]>;
  readonly query?: string;
}

/** What page and kernel share. */
export interface RetrievalGalleryState {
  labels: readonly string[];
  pictures: readonly Uint8Array[];
  query: string;
  /** The query that `results` belong to. */
  answered: string;
  results: readonly RankedPicture[];
  message: string;
}

export interface RetrievalGallery extends RetrievalGalleryState {}
export class RetrievalGallery extends AnyWidget<RetrievalGalleryState> {
  private searching = false;
  private readonly search: RetrievalGalleryOptions["search"];

  constructor({ labels, pictures, search, query = "" }: RetrievalGalleryOptions) {
    super({
      name: "RetrievalGallery",
      esm: pageModule("retrievalGallery"),
      state: { labels, pictures, query, answered: "", results: [], message: "" },
    });
    this.search = search;
    this.observe("query", () => void this.answer());
  }

  /** Answers the query that stands now; what was typed while it was searched is answered next. */
  async answer(): Promise<void> {
    if (this.searching) return;
    this.searching = true;
    while (this.answered !== this.query) {
      const query = this.query;
      try {
        const results = query.trim() === "" ? [] : await this.search(query);
        this.set({ answered: query, results: [...results], message: "" });
      } catch (error) {
        this.set({ answered: query, results: [], message: (error as Error).message });
      }
    }
    this.searching = false;
  }

  /** The best pictures for the query that stands. */
  protected override async standIn(): Promise<JsonObject> {
    await this.answer();
    const side = 128;
    const best = this.results.slice(0, 6);
    const tiles = await Promise.all(
      best.map(async ({ picture }, i) => ({
        input: await sharp(this.pictures[picture]).resize(side, side, { fit: "fill" }).png().toBuffer(),
        left: i * (side + 6),
        top: 0,
      })),
    );
    if (tiles.length === 0) return {};
    const width = tiles.length * (side + 6) - 6;
    const png = await sharp({ create: { width, height: side, channels: 3, background: "#ffffff" } })
      .composite(tiles)
      .png({ palette: true })
      .toBuffer();
    return { "image/png": png.toString("base64") };
  }
}
