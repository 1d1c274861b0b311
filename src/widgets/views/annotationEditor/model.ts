// Makes annotations of semantic localization: sentences about images, and the polygons of the regions that they describe.
// The page draws, and the kernel reads and writes the file and judges a map against the regions.
import { existsSync } from "node:fs";
import { basename } from "node:path";
import type { JsonObject } from "typescript-lab";
import { AnyWidget, WidgetError } from "typescript-lab/widget";
import type { ColorMapName } from "../../../lib/base/drawing/colorMaps.js";
import type { DecodeOptions } from "../../../lib/data/images/decodeOptions.js";
import type { ImageSource } from "../../../lib/data/images/imageSource.js";
import {
  type Annotation,
  readAnnotations,
  type TiledImage,
  writeAnnotations,
} from "../../../lib/localization/index.js";
import { Latest } from "../../core/latest.js";
import { pageModule } from "../../core/pageModule.js";
import { type CellMap, MapJudge } from "../pictures/judge.js";
import { reduced } from "../pictures/reduced.js";
import { labelOf } from "../pictures/thumbnail.js";
import { LargePicture } from "../pictures/tiles/largePicture.js";
import { serveTiles } from "../pictures/tiles/tileServer.js";
import { editorPicture } from "./fallback.js";
import { leastCorners } from "./polygons/edits.js";
import type { AnnotationEditorState, EditedItem } from "./state.js";

/** File and look of an annotation editor. */
export interface AnnotationEditorLook {
  /** The file to open, if it exists, and to save to. Default `anno.json`. */
  readonly file?: string;
  /** Opacity of the score map, 0…1. Default 0.45. */
  readonly opacity?: number;
  /** Scores below it are not drawn, 0…1. Default 0.35. */
  readonly threshold?: number;
  /** Default "magma". */
  readonly colorMap?: ColorMapName;
}

/** Images and look of an annotation editor. */
export interface AnnotationEditorOptions extends AnnotationEditorLook {
  /** One image, or several that a menu chooses from. Their file names are in the annotations. */
  readonly images: ImageSource | readonly ImageSource[];
  /** Bands and stretch of the images. */
  readonly decoding?: DecodeOptions;
  /** Returns the score map of a sentence, which is shown and judged against the regions. Default none. */
  readonly locate?: (sentence: string, image: ImageSource) => Promise<CellMap> | CellMap;
}

/** The map of a sentence in an image. */
interface SentenceMap {
  readonly key: string;
  readonly map?: CellMap;
  readonly problem: string;
}

export interface AnnotationEditor extends AnnotationEditorState<Uint8Array | Float32Array> {}
/**
 * Draws the regions of an image that sentences describe, and saves them in AIR-SLT's form, `anno.json`. With a model it
 * shows the four numbers of its map while a region is drawn.
 * @example
 * const editor = await AnnotationEditor.open({ images: "port_1.png", file: "anno.json" });
 * editor.items = [{ caption: "white boats", image: "port_1.png", regions: [[[2, 2], [30, 2], [16, 30]]] }];
 * await editor.save();
 */
export class AnnotationEditor extends AnyWidget<AnnotationEditorState<Uint8Array | Float32Array>> {
  readonly #options: AnnotationEditorOptions;
  readonly #path: string;
  readonly #sources: readonly ImageSource[];
  readonly #pictures = new Map<number, Promise<LargePicture>>();
  readonly #judging: Latest<undefined>;
  #judge: MapJudge;
  #map: SentenceMap = { key: "", problem: "" };
  #written: string;

  private constructor(
    options: AnnotationEditorOptions,
    sources: readonly ImageSource[],
    picture: LargePicture,
    items: readonly Annotation[],
  ) {
    const { file = "anno.json" } = options;
    const images = sources.map((source, i) => labelOf(source, sources.length > 1 ? i : undefined));
    super({
      name: "AnnotationEditor",
      esm: pageModule("annotationEditor"),
      state: {
        file: basename(file),
        images,
        image: 0,
        picture: picture.overview,
        imageWidth: picture.width,
        imageHeight: picture.height,
        items,
        item: items.findIndex(({ image }) => image === images[0]),
        unsaved: false,
        saved: { text: "", failed: false },
        scores: new Float32Array(),
        mapWidth: 0,
        mapHeight: 0,
        judgement: null as AnnotationEditorState<Uint8Array>["judgement"],
        problem: "",
        opacity: options.opacity ?? 0.45,
        threshold: options.threshold ?? 0.35,
        colorMap: options.colorMap ?? "magma",
        region: [],
      },
    });
    this.#options = options;
    this.#path = file;
    this.#sources = sources;
    this.#pictures.set(0, Promise.resolve(picture));
    this.#judge = new MapJudge(picture);
    this.#judging = new Latest(() => this.#judgeChosen());
    this.#written = JSON.stringify(items);
    serveTiles(this, (image) => this.#picture(image));
    this.observe("items", ({ new: edited }) => {
      this.set({ unsaved: JSON.stringify(edited) !== this.#written });
      void this.#judging.ask(undefined);
    });
    this.observe("item", () => void this.#judging.ask(undefined));
    this.on("open", ({ image }) => void this.show(Number(image)));
    this.on("save", ({ items: drawn }) => {
      this.set({ items: drawn as unknown as readonly EditedItem[] });
      void this.#saveAndSay();
    });
    void this.#judging.ask(undefined);
  }

  /**
   * Opens images, and the annotation file if it exists.
   * @throws {DataError} when an image or the file cannot be read
   * @throws {WidgetError} when there is no image, or two have the same file name
   */
  static async open(options: AnnotationEditorOptions): Promise<AnnotationEditor> {
    const { file = "anno.json", decoding } = options;
    const sources = (Array.isArray(options.images) ? options.images : [options.images]) as ImageSource[];
    const first = sources[0];
    if (first === undefined)
      throw new WidgetError(
        "AnnotationEditor.images: expected at least one image, found none; pass an image.",
      );
    const names = sources.map((source, i) => labelOf(source, i));
    const twice = names.find((name, i) => names.indexOf(name) !== i);
    if (twice !== undefined)
      throw new WidgetError(
        `AnnotationEditor.images: expected a file name for each image, found ${twice} twice; rename one, because annotations name images.`,
      );
    const items = existsSync(file) ? readAnnotations(file).annotations : [];
    return new AnnotationEditor(options, sources, await LargePicture.open(first, decoding), items);
  }

  /**
   * Opens a tiled image. Its model locates the sentences, so that the four numbers are shown.
   * @throws {DataError} when the image's file has been removed, or the annotation file cannot be read
   * @example
   * const image = await TiledImage.open(model, "harbour.tif");
   * await AnnotationEditor.of(image, { file: "harbour.json" });
   */
  static of(image: TiledImage, look: AnnotationEditorLook = {}): Promise<AnnotationEditor> {
    return AnnotationEditor.open({
      images: image.source,
      decoding: image.decoding,
      locate: (sentence) => image.locate(sentence),
      ...look,
    });
  }

  /** The sentences with at least one region, in the order of the file. */
  get annotations(): Annotation[] {
    return this.items.filter(isFinished);
  }

  /**
   * Writes the finished sentences to the file.
   * @returns a sentence that says what was written, and what was left out
   * @throws {WidgetError} when no sentence is finished
   * @throws {FileError} when the file cannot be written
   */
  async save(): Promise<string> {
    const { annotations, items } = this;
    const [open] = items.filter((item) => !isFinished(item));
    const missing = open && `“${open.caption.trim()}” ${unfinishedText(open)}`;
    if (annotations.length === 0)
      throw new WidgetError(
        `${this.#path}: expected at least one sentence with a region, found ${missing ?? "none"}; draw a region first.`,
      );
    await writeAnnotations(this.#path, annotations);
    const count = annotations.length === 1 ? "1 sentence" : `${annotations.length} sentences`;
    const left = items.length - annotations.length;
    const text = missing
      ? `Saved ${count}. Left out: ${missing}${left > 1 ? `, and ${left - 1} more` : ""}.`
      : `Saved ${count}.`;
    this.#written = missing ? "" : JSON.stringify(items);
    this.set({ saved: { text, failed: missing !== undefined }, unsaved: missing !== undefined });
    return text;
  }

  /** Shows another image. @param image index of the image */
  async show(image: number): Promise<void> {
    const picture = await this.#picture(image);
    if (!picture) return;
    const name = this.images[image]!;
    this.#judge = new MapJudge(picture);
    this.set({
      image,
      picture: picture.overview,
      imageWidth: picture.width,
      imageHeight: picture.height,
      item: this.items.findIndex((item) => item.image === name),
      region: [],
    });
    await this.#judging.ask(undefined);
  }

  /** Removes the editor from every page and closes its images. */
  override close(): void {
    for (const picture of this.#pictures.values()) void picture.then((one) => one.close());
    super.close();
  }

  #picture(image: number): Promise<LargePicture> | undefined {
    const source = this.#sources[image];
    if (source === undefined) return undefined;
    const open = this.#pictures.get(image) ?? LargePicture.open(source, this.#options.decoding);
    this.#pictures.set(image, open);
    return open;
  }

  async #saveAndSay(): Promise<void> {
    try {
      await this.save();
    } catch (error) {
      // A second attempt with the same error is a change too.
      this.set({ saved: { text: "", failed: false } });
      this.set({ saved: { text: (error as Error).message, failed: true } });
    }
  }

  async #judgeChosen(): Promise<void> {
    const { locate } = this.#options;
    if (!locate) return;
    const item = this.items[this.item];
    const judge = this.#judge;
    try {
      const map = await this.#mapOf(item, locate);
      const hasCorners = item?.regions.every((corners) => corners.length >= leastCorners);
      const judgement = (map.map && hasCorners && (await judge.judge(map.map, item!))) || null;
      const problem = map.problem || (judgement ? "" : "Draw a region to see the four numbers of the map.");
      this.set({ judgement, problem });
    } catch (error) {
      this.set({ judgement: null, problem: (error as Error).message });
    }
  }

  /** Locates a sentence, unless it is the latest one, and shows its map. */
  async #mapOf(
    item: EditedItem | undefined,
    locate: NonNullable<AnnotationEditorOptions["locate"]>,
  ): Promise<SentenceMap> {
    const sentence = item?.caption.trim() ?? "";
    const key = JSON.stringify([sentence, this.image]);
    if (key === this.#map.key) return this.#map;
    const none = { scores: new Float32Array(), mapWidth: 0, mapHeight: 0 };
    try {
      const map = sentence === "" ? undefined : await locate(sentence, this.#sources[this.image]!);
      this.#map = { key, ...(map && { map }), problem: map ? "" : "Write a sentence to see its map." };
      const shown = map && reduced(map);
      this.set(shown ? { scores: shown.values, mapWidth: shown.width, mapHeight: shown.height } : none);
    } catch (error) {
      this.#map = { key, problem: (error as Error).message };
      this.set(none);
    }
    return this.#map;
  }

  /** Returns the image with the regions of the chosen sentence, at most 640 px wide and high. */
  protected override async fallback(): Promise<JsonObject> {
    await this.#judging.ask(undefined);
    return { "image/png": (await editorPicture(this)).toString("base64") };
  }
}

function isFinished({ caption, regions }: EditedItem): boolean {
  const isRegion = (corners: EditedItem["regions"][number]) =>
    new Set(corners.map(([x, y]) => `${x} ${y}`)).size >= leastCorners;
  return caption.trim() !== "" && regions.length > 0 && regions.every(isRegion);
}

function unfinishedText({ caption, regions }: EditedItem): string {
  if (caption.trim() === "") return "has regions but no sentence";
  return regions.length === 0 ? "has no region" : "has a region with fewer than three corners";
}
