// A procedural replacement for RSITMD: drawn aerial scenes with true captions and keywords, written in RSITMD's format
// (`dataset_RSITMD.json` and `images/*.tif`).
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { OptionError } from "../../base/errors.js";
import { fileErrorOf } from "../../base/files/fileError.js";
import { makeFolder, requireWritableFolder } from "../../base/files/output.js";
import { Random, requireSeed } from "../../base/random.js";
import { writeFileAtomic } from "../../base/writeFileAtomic.js";
import { tokenize } from "../../text/tokenize.js";
import type { Dataset, Split } from "../dataset.js";
import { loadDataset } from "../loadDataset.js";
import { describe, keywordsOf } from "./captions.js";
import { Drawing, SIDE } from "./drawing.js";
import { addGrain } from "./grain.js";
import { type PictureObjects, type SceneObject, writeObjects } from "./sceneObjects.js";
import { sceneClasses } from "./scenes/index.js";

/** Options of `synthesize`. */
export interface SynthesizeOptions {
  /** Folder of the data set, which is made when it is missing. */
  out: string;
  /** Number of scenes. Each has five captions. */
  images: number;
  /** Seed of the random numbers, 0 … 2³² − 1. Equal seeds give equal bytes, and a scene does not depend on the number of scenes. */
  seed: number;
  /** Shares of the training and validation splits. The rest is the test split. Default 0.72 and 0.08. */
  fractions?: SplitFractions;
  /** Receives the number of written images after each one. */
  onProgress?: (done: number, total: number) => void;
  /** Stops the drawing. */
  signal?: AbortSignal;
}

/** Shares of the splits of a data set, 0 … 1. The test split has the rest. */
export interface SplitFractions {
  /** Share of the training split. */
  train: number;
  /** Share of the validation split. */
  val: number;
}

/** A drawn scene as SVG. */
export interface SynthesizedScene {
  sceneClass: string;
  svg: string;
  captions: string[];
  keywords: string[];
  /** True boxes of its objects. */
  objects: SceneObject[];
}

/** Draws scene `index` of the data set with a seed. The scenes take all classes in turn. */
export function drawScene(seed: number, index: number): SynthesizedScene {
  const random = new Random(seed, index);
  const sceneClass = sceneClasses[index % sceneClasses.length]!;
  const drawing = new Drawing(random);
  const facts = sceneClass.draw(drawing, random);
  return {
    sceneClass: sceneClass.name,
    svg: drawing.toSvg(),
    captions: describe(facts, random),
    keywords: keywordsOf(facts, random),
    objects: drawing.objects(),
  };
}

function splitsOf(images: number, seed: number, { train, val }: SplitFractions): Split[] {
  const order = new Random(seed, -2).shuffle(Array.from({ length: images }, (_, i) => i));
  const splits = new Array<Split>(images).fill("test");
  const [trainEnd, valEnd] = [Math.round(images * train), Math.round(images * (train + val))];
  for (const [position, index] of order.entries()) {
    if (position < valEnd) splits[index] = position < trainEnd ? "train" : "val";
  }
  return splits;
}

/** Name of the file with the true boxes, in the folder of the data set. */
const objectsFile = "objects.json";

/** Returns the file name of a scene. */
function nameOf({ sceneClass }: SynthesizedScene, index: number): string {
  return `${sceneClass}_${index}.tif`;
}

/** The drawn scenes whose objects are written. */
export interface DrawnScenes extends Pick<SynthesizeOptions, "images" | "seed"> {
  /** Folder of the data set. */
  readonly out: string;
}

/**
 * Writes the true boxes of drawn scenes to `out/objects.json`, without their pictures. `synthesize` does it as well.
 *
 * @throws {FileError} when the file cannot be written
 * @example
 * await synthesize({ out: "scenes", images: 3, seed: 1 });
 * await writeSceneObjects({ out: "scenes", images: 3, seed: 1 }); // for scenes of an older version
 */
export async function writeSceneObjects({ out, images, seed }: DrawnScenes): Promise<void> {
  const pictures = Array.from({ length: images }, (_, index) => {
    const scene = drawScene(seed, index);
    return { image: nameOf(scene, index), objects: scene.objects };
  });
  await writeObjects(join(out, objectsFile), SIDE, pictures);
}

/**
 * Draws a data set in RSITMD's format: `out/dataset_RSITMD.json` and `out/images/<class>_<i>.tif` (256 × 256, RGB).
 * `out/objects.json` has the true boxes of the objects, such as planes and houses, for models with a local branch.
 *
 * @returns the data set
 * @throws {OptionError} when `images` is not a positive whole number, the seed is none, or the fractions are negative or
 *   exceed 1
 * @throws {FileError} when the folder cannot be written
 * @throws the signal's reason when it is aborted
 * @example
 * const scenes = await synthesize({ out: "scenes", images: 12, seed: 1 });
 * console.log(scenes.captions[0]);
 */
export async function synthesize(options: SynthesizeOptions): Promise<Dataset> {
  const { out, images, seed, fractions = { train: 0.72, val: 0.08 }, onProgress, signal } = options;
  if (!Number.isInteger(images) || images < 1) {
    throw new OptionError(
      `images: expected a whole number of at least 1, found ${images}; give the number of scenes.`,
    );
  }
  requireSeed(seed);
  if (fractions.train < 0 || fractions.val < 0 || fractions.train + fractions.val > 1) {
    throw new OptionError(
      `fractions: expected shares with a sum of at most 1, found ${JSON.stringify(fractions)}; lower them.`,
    );
  }
  requireWritableFolder(out);
  makeFolder(join(out, "images"));
  const splits = splitsOf(images, seed, fractions);
  const records: unknown[] = new Array(images);
  const pictures: PictureObjects[] = new Array(images);
  let [next, done] = [0, 0];
  const worker = async (): Promise<void> => {
    for (let index = next++; index < images; index = next++) {
      signal?.throwIfAborted();
      const scene = drawScene(seed, index);
      const filename = nameOf(scene, index);
      const { data } = await sharp(Buffer.from(scene.svg))
        .removeAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true });
      addGrain(data, SIDE, new Random(seed, 1_000_000 + index));
      const tiff = await sharp(data, { raw: { width: SIDE, height: SIDE, channels: 3 } })
        .tiff({ compression: "lzw", predictor: "horizontal" })
        .toBuffer();
      await writeImage(join(out, "images", filename), tiff);
      pictures[index] = { image: filename, objects: scene.objects };
      records[index] = recordOf(filename, index, splits[index]!, scene);
      onProgress?.(++done, images);
    }
  };
  await Promise.all(Array.from({ length: 4 }, worker));
  await writeObjects(join(out, objectsFile), SIDE, pictures);
  const json = JSON.stringify({ dataset: "RSITMD", images: records }, null, 1);
  await writeFileAtomic(join(out, "dataset_RSITMD.json"), `${json}\n`);
  return loadDataset(out);
}

async function writeImage(file: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(file, bytes);
  } catch (error) {
    throw fileErrorOf(error, file);
  }
}

function recordOf(
  filename: string,
  imgid: number,
  split: Split,
  { captions, keywords }: SynthesizedScene,
): unknown {
  const sentids = captions.map((_, k) => imgid * captions.length + k);
  const sentences = captions.map((raw, k) => ({ tokens: tokenize(raw), raw, imgid, sentid: sentids[k] }));
  return { filename, split, imgid, sentids, keywords, sentences };
}
