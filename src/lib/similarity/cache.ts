// The matrix for training is computed once: it is kept on disk as .npy under a name made of everything it
// depends on, so that changed captions or options never meet an old matrix.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { DataError } from "../base/errors.js";
import { readNpy, writeNpy } from "../base/npy.js";
import { checkMeasure } from "./measure.js";
import {
  summarise,
  type TextSimilarity,
  type TextSimilarityOptions,
  textSimilarity,
} from "./textSimilarity.js";

/** Raised when the same captions and options would give other numbers than before. */
const version = 1;

export interface CachedSimilarityOptions extends TextSimilarityOptions {
  /** Where matrices are kept; by default `amfmn-lab` in the user's cache folder. */
  readonly folder?: string;
}

/**
 * As `textSimilarity`, but looked up on disk first and kept there afterwards. RSITMD's training matrix
 * (4291 images, 21,455 captions) is a file of 368 MB.
 *
 * @throws {OptionError} as `textSimilarity`
 */
export async function cachedTextSimilarity(
  images: readonly (readonly string[])[],
  { folder = cacheFolder(), ...options }: CachedSimilarityOptions = {},
): Promise<TextSimilarity> {
  const started = performance.now();
  const file = join(folder, `text-similarity-${contentKey(images, options)}.npy`);
  const kept = await readKept(file, images);
  if (kept) return { ...summarise(kept, images), seconds: (performance.now() - started) / 1000 };
  const similarity = await textSimilarity(images, options);
  await mkdir(folder, { recursive: true });
  await writeNpy(file, { shape: [similarity.rows, similarity.columns], values: similarity.scores });
  return similarity;
}

/** The user's cache folder, as the XDG specification says where it is. */
function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "amfmn-lab");
}

function contentKey(images: readonly (readonly string[])[], options: TextSimilarityOptions): string {
  const { measure, bleuShare, bleu, meteor } = checkMeasure(options);
  const { wordNet, ...weights } = meteor;
  if (wordNet) throw new DataError("meteor.wordNet: a matrix from another WordNet is not kept on disk.");
  const content = JSON.stringify([version, measure, bleuShare, bleu, weights, images]);
  return createHash("sha256").update(content).digest("hex").slice(0, 32);
}

/** The kept scores; undefined when there are none or the file is damaged, so that they are computed again. */
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
