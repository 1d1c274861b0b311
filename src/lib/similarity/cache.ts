// Keeps similarity matrices on disk as .npy files. A file's name is a hash of the captions and options, so that
// changed ones never find an old matrix.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { DataError, OptionError } from "../base/errors.js";
import { cacheFolder } from "../base/files/cacheFolder.js";
import { makeFolder } from "../base/files/output.js";
import { readNpy, writeNpy } from "../base/npy.js";
import { WordNet } from "../text/measures/wordNet.js";
import { checkMeasure, type SimilarityMeasure } from "./measure.js";
import {
  summarize,
  type TextSimilarity,
  type TextSimilarityOptions,
  textSimilarity,
} from "./textSimilarity.js";

/** Part of the hash. It must be increased when equal captions and options give other numbers than before. */
const version = 1;

/** Options of `cachedTextSimilarity`. */
export interface CachedSimilarityOptions extends TextSimilarityOptions {
  /** Folder of the matrices. Default: `amfmn-lab` in the user's cache folder. */
  readonly folder?: string;
}

/**
 * Computes a similarity matrix as `textSimilarity` does, or reads it from disk when it has been computed before.
 * RSITMD's training matrix (4291 images, 21,455 captions) is a file of 368 MB.
 *
 * @throws {OptionError} as `textSimilarity`, and when a dictionary other than the standard one is given
 * @example
 * const captions = dataset.split("train").records.map((record) => record.captions);
 * const { mean } = await cachedTextSimilarity(captions, { folder: "matrices" });
 */
export async function cachedTextSimilarity(
  images: readonly (readonly string[])[],
  { folder = cacheFolder(), ...options }: CachedSimilarityOptions = {},
): Promise<TextSimilarity> {
  const started = performance.now();
  const file = join(folder, `text-similarity-${contentKey(images, options)}.npy`);
  const kept = await readKept(file, images);
  if (kept) return { ...summarize(kept, images), seconds: (performance.now() - started) / 1000 };
  const similarity = await textSimilarity(images, options);
  makeFolder(folder);
  await writeNpy(file, { shape: [similarity.rows, similarity.columns], values: similarity.scores });
  return similarity;
}

function contentKey(images: readonly (readonly string[])[], options: TextSimilarityOptions): string {
  const { measure, bleuShare, bleu, meteor } = checkMeasure(options);
  const { wordNet, ...weights } = meteor;
  if (wordNet) {
    throw new OptionError(
      "meteor.wordNet: expected none for a matrix on disk, found another dictionary; use textSimilarity.",
    );
  }
  const content = JSON.stringify([
    version,
    measure,
    bleuShare,
    bleu,
    weights,
    images,
    ...otherDictionary(measure),
  ]);
  return createHash("sha256").update(content).digest("hex").slice(0, 32);
}

/** Returns the dictionary that the environment names, because it gives other numbers than the packaged one. */
function otherDictionary(measure: SimilarityMeasure): string[] {
  if (measure === "bleu" || measure === "released") return [];
  const { isPackaged, version, folder } = WordNet.standard();
  return isPackaged ? [] : [version, folder];
}

/** Reads the scores of a file, or undefined when it is missing or damaged. */
async function readKept(
  file: string,
  images: readonly (readonly string[])[],
): Promise<Float32Array | undefined> {
  if (!existsSync(file)) return undefined;
  try {
    const { shape, values } = await readNpy(file);
    return shape[0] === images.length && shape[1] === images.flat().length ? values : undefined;
  } catch (error) {
    if (error instanceof DataError) return undefined;
    throw error;
  }
}
