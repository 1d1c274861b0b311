// Judges a model on annotated images, as the authors' run over AIR-SLT does.
import { statSync } from "node:fs";
import { join } from "node:path";
import { DataError } from "../../base/errors.js";
import { requireWritableFolder } from "../../base/files/output.js";
import { listFirst } from "../../base/messages/listFirst.js";
import { writeFileAtomic } from "../../base/writeFileAtomic.js";
import { joinDecodeOptions } from "../../data/images/decodeOptions.js";
import { imageSizeOf } from "../../data/images/windows/openLargeImage.js";
import type { RetrievalModel } from "../../models/contract/retrievalModel.js";
import { requireKnownWords } from "../../retrieval/search.js";
import { type Annotation, type AnnotationRemark, requireRegionsInside } from "../annotations/annotation.js";
import { type GrayMap, type Indicators, judgeMap } from "../indicators/judgeMap.js";
import type { Localization } from "../maps/localization.js";
import { localizationSettings, type TiledImageOptions } from "../options.js";
import { TiledImage } from "../tiledImage.js";
import { FinishedItems, keyOf } from "./finishedItems.js";
import { jpegOfMap, mapOfFile, writeMapPng } from "./probabilityMap.js";

/** Options of `evaluateLocalization`. */
export interface LocalizationEvaluationOptions extends Omit<TiledImageOptions, "onProgress" | "lazy"> {
  /** Folder of the images. */
  readonly images: string;
  /** Folder that keeps finished items, so that a stopped evaluation goes on. */
  readonly resume?: string;
  /** Text that is different for different models, such as a checksum of the checkpoint. Needed with `resume`. */
  readonly model?: string;
  /** Folder to write `probmap_N.png` to, or `probmap_N.jpg` as released. */
  readonly maps?: string;
  /** Receives remarks about regions that leave their image. */
  readonly onRemark?: (remark: AnnotationRemark) => void;
  /** Receives each item, and whether an earlier run has computed it. */
  readonly onItem?: (item: LocalizationItem, resumed: boolean) => void;
  /** Receives the number of encoded tiles of an image. */
  readonly onProgress?: (image: string, done: number, total: number) => void;
}

/** Seconds of the stages of an item. */
export interface LocalizationItemSeconds {
  /** Opening the image, cutting and encoding tiles; 0 for tiles that an earlier item has encoded. */
  readonly encoding: number;
  /** Encoding the sentence and comparing. */
  readonly comparing: number;
  /** The map before the filter. */
  readonly map: number;
  /** The filter. */
  readonly filter: number;
  /** The indicators. */
  readonly judging: number;
}

/** The indicators of one annotation. */
export interface LocalizationItem extends Indicators {
  /** Place of the annotation in its list, from 0. */
  readonly index: number;
  /** File name of the image. */
  readonly image: string;
  /** The sentence. */
  readonly caption: string;
  /** Seconds by stage. */
  readonly seconds: LocalizationItemSeconds;
}

/** The indicators of all annotations. */
export interface LocalizationEvaluation {
  /** One for each annotation, in their order. */
  readonly items: readonly LocalizationItem[];
  /** Means over the items. */
  readonly mean: Indicators;
  /** Sums over the items. */
  readonly seconds: LocalizationItemSeconds;
}

/**
 * Locates the sentence of each annotation and judges the maps. Annotations of one image share its encoded tiles.
 *
 * As released, a map is written as JPEG and read back before it is judged, as the authors' files are.
 *
 * @throws {DataError} when an image is missing, or an annotation does not belong to its image
 * @throws {OptionError} when the model knows no word of a sentence, or an option is outside of its range
 * @throws {FileError} when a folder cannot be written
 * @throws the signal's reason once it is aborted
 * @example
 * const square = [[0, 0], [90, 0], [90, 90], [0, 90]] as const;
 * const annotations = [{ caption: "white boats at a pier", image: "harbour.tif", regions: [square] }];
 * const { mean } = await evaluateLocalization(model, annotations, { images: ".", tileSizes: [128] });
 * console.log(mean.rmi);
 */
export async function evaluateLocalization(
  model: RetrievalModel,
  annotations: readonly Annotation[],
  options: LocalizationEvaluationOptions,
): Promise<LocalizationEvaluation> {
  const { images, resume, model: identity, maps, onRemark, onItem, onProgress, ...locating } = options;
  const settings = localizationSettings(model, locating);
  if (maps !== undefined) requireWritableFolder(maps);
  const finished = resume === undefined ? undefined : new FinishedItems<LocalizationItem>(resume);
  for (const remark of await requireImages(annotations, images)) onRemark?.(remark);
  for (const { caption } of annotations) requireKnownWords(model, caption);
  const decoding = joinDecodeOptions(locating, model.decoding);
  const items: LocalizationItem[] = new Array(annotations.length);
  for (const [image, indexes] of byImage(annotations)) {
    const path = join(images, image);
    const keys = new Map(
      indexes.map((i) => [i, keyOf([annotations[i], fileState(path), settings, decoding, identity, maps])]),
    );
    const open: number[] = [];
    for (const i of indexes) {
      const item = finished?.get(keys.get(i)!);
      if (!item) open.push(i);
      else items[i] = { ...item, index: i };
      if (item) onItem?.(items[i]!, true);
    }
    if (open.length === 0) continue;
    const started = performance.now();
    const tiled = await TiledImage.open(model, path, { ...locating, lazy: true });
    let opening = (performance.now() - started) / 1000;
    try {
      for (const i of open) {
        const { caption, regions } = annotations[i]!;
        const found = await tiled.locate(caption, {
          ...(locating.signal && { signal: locating.signal }),
          ...(onProgress && { onProgress: ({ done, total }) => onProgress(image, done, total) }),
        });
        const judged = performance.now();
        const { rsu, ras, rda, rmi } = judgeMap(await mapToJudge(found, settings, maps, i), regions);
        const judging = (performance.now() - judged) / 1000;
        const { encoding, comparing, map, filter } = found.seconds;
        const seconds = { encoding: encoding + opening, comparing, map, filter, judging };
        opening = 0;
        const item = { index: i, image, caption, rsu, rda, ras, rmi, seconds };
        items[i] = item;
        finished?.add(keys.get(i)!, item);
        onItem?.(item, false);
      }
    } finally {
      await tiled.dispose();
    }
  }
  return { items, mean: meanIndicators(items), seconds: totalSeconds(items) };
}

/** Returns the means of indicators. */
export function meanIndicators(items: readonly Indicators[]): Indicators {
  const mean = (name: keyof Indicators) => items.reduce((sum, item) => sum + item[name], 0) / items.length;
  return { rsu: mean("rsu"), rda: mean("rda"), ras: mean("ras"), rmi: mean("rmi") };
}

function totalSeconds(items: readonly LocalizationItem[]): LocalizationItemSeconds {
  const sum = (stage: keyof LocalizationItemSeconds) =>
    items.reduce((total, { seconds }) => total + seconds[stage], 0);
  return {
    encoding: sum("encoding"),
    comparing: sum("comparing"),
    map: sum("map"),
    filter: sum("filter"),
    judging: sum("judging"),
  };
}

/** Compares annotations with their images before any work. @throws {DataError} */
async function requireImages(
  annotations: readonly Annotation[],
  folder: string,
): Promise<AnnotationRemark[]> {
  const groups = byImage(annotations);
  const missing = [...groups.keys()].filter(
    (image) => !statSync(join(folder, image), { throwIfNoEntry: false })?.isFile(),
  );
  if (missing.length > 0) {
    throw new DataError(
      `${folder}: expected the ${groups.size} images of the annotations, found no ${listFirst(missing, 6)}; give the folder that has them.`,
    );
  }
  const remarks: AnnotationRemark[] = [];
  for (const [image, indexes] of groups) {
    const size = await imageSizeOf(join(folder, image));
    for (const i of indexes)
      remarks.push(...requireRegionsInside(`annotation ${i + 1}`, annotations[i]!, size, i));
  }
  return remarks;
}

function byImage(annotations: readonly Annotation[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const [i, { image }] of annotations.entries()) groups.set(image, [...(groups.get(image) ?? []), i]);
  return groups;
}

function fileState(path: string): { readonly size: number; readonly mtimeMs: number } {
  const { size, mtimeMs } = statSync(path);
  return { size, mtimeMs };
}

/** Returns the filtered map in the image's own size, and writes it where a folder is named. */
async function mapToJudge(
  found: Localization,
  { released }: { readonly released: boolean },
  folder: string | undefined,
  index: number,
): Promise<GrayMap> {
  const map = fullMap(found);
  if (!released) {
    if (folder !== undefined) await writeMapPng(join(folder, `probmap_${index}.png`), map);
    return map;
  }
  const jpeg = await jpegOfMap(map);
  if (folder !== undefined) await writeFileAtomic(join(folder, `probmap_${index}.jpg`), jpeg);
  return mapOfFile(jpeg);
}

function fullMap(found: Localization): GrayMap {
  const { width, height } = found.image;
  if (found.cellSize === 1) return { width, height, gray: found.bytes };
  const gray = new Uint8Array(width * height);
  let to = 0;
  for (const row of found.rows("filtered")) for (const value of row) gray[to++] = Math.round(value * 255);
  return { width, height, gray };
}
