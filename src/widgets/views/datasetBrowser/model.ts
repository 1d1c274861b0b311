// Shows the records of a data set in pages, filtered by class, split and words. Only the pictures of the current page
// are opened and sent.
import type { JsonObject } from "typescript-lab";
import { AnyWidget } from "typescript-lab/widget";
import type { Dataset, ImageRecord } from "../../../lib/index.js";
import { Latest } from "../../core/latest.js";
import { pageModule } from "../../core/pageModule.js";
import { mosaic } from "../pictures/fallback.js";
import { thumbnail } from "../pictures/thumbnail.js";
import { countClasses, filtered, type RecordFilter } from "./filter.js";
import type { DatasetBrowserState, ShownRecord } from "./state.js";

/** First filters of a data set browser (default: all records), and its page size. */
export interface DatasetBrowserOptions extends Partial<RecordFilter> {
  /** Records on a page. Default 8. */
  readonly pageSize?: number;
}

/** Width and height of the pictures, in px. */
const side = 224;

export interface DatasetBrowser extends DatasetBrowserState<Uint8Array> {}
/**
 * Browser for the records of a data set.
 * @example
 * new DatasetBrowser(dataset, { sceneClass: "port", query: "white boats" });
 */
export class DatasetBrowser extends AnyWidget<DatasetBrowserState<Uint8Array>> {
  readonly #records: readonly ImageRecord[];
  readonly #pageSize: number;
  readonly #looks = new Latest<void>(() => this.#look());

  /**
   * @param dataset a data set, or any records with a name
   * @throws {WidgetError} outside a notebook
   */
  constructor({ name, records }: Pick<Dataset, "name" | "records">, options: DatasetBrowserOptions = {}) {
    const { sceneClass = "", split = "", query = "", pageSize = 8 } = options;
    super({
      name: "DatasetBrowser",
      esm: pageModule("datasetBrowser"),
      state: {
        name,
        total: records.length,
        classes: countClasses(records),
        splits: [...new Set(records.map((record) => record.split))],
        sceneClass,
        split,
        query,
        page: 0,
        shown: { matches: 0, pages: 0, page: 0, records: [] },
        pictures: [],
      },
    });
    this.#records = records;
    this.#pageSize = pageSize;
    for (const filter of ["sceneClass", "split", "query"] as const) {
      this.observe(filter, () => {
        this.set({ page: 0 });
        void this.#looks.ask();
      });
    }
    this.observe("page", () => void this.#looks.ask());
    void this.#looks.ask();
  }

  /** Records that fulfill the current filters. */
  get matches(): readonly ImageRecord[] {
    const { sceneClass, split, query } = this;
    return filtered(this.#records, { sceneClass, split, query });
  }

  async #look(): Promise<void> {
    const matches = this.matches;
    const pages = Math.ceil(matches.length / this.#pageSize);
    const page = Math.max(0, Math.min(pages - 1, Math.floor(this.page)));
    const records = matches.slice(page * this.#pageSize, (page + 1) * this.#pageSize);
    const images = await Promise.all(records.map(opened));
    this.set({
      shown: {
        matches: matches.length,
        pages,
        page,
        records: records.map((record, i) => shownRecord(record, images[i]!.problem)),
      },
      pictures: images.map(({ picture }) => picture),
    });
  }

  /** Returns the pictures of the current page with their scene classes. */
  protected override async fallback(): Promise<JsonObject> {
    await this.#looks.ask();
    const shown = this.shown.records.flatMap(({ sceneClass, problem }, i) =>
      problem ? [] : [{ picture: this.pictures[i]!, text: sceneClass }],
    );
    if (shown.length === 0) return {};
    return { "image/png": (await mosaic(shown, 176, 4)).toString("base64") };
  }
}

function shownRecord(record: ImageRecord, problem: string): ShownRecord {
  const { filename, sceneClass, split, captions, keywords } = record;
  return { filename, sceneClass, split, captions, keywords, problem };
}

/** Returns a record's picture, or the reason why there is none: a missing image does not hide the others. */
async function opened(record: ImageRecord): Promise<{ picture: Uint8Array; problem: string }> {
  try {
    return { picture: await thumbnail(record, side, "cover"), problem: "" };
  } catch (error) {
    return { picture: new Uint8Array(), problem: (error as Error).message };
  }
}
