// Images that cannot be decoded: a quick look that finds all of them before work begins, and the policy for them.
import { DataError, OptionError } from "../../base/errors.js";
import { listFirst } from "../../base/messages/listFirst.js";
import type { ImageRecord } from "../dataset.js";
import { decodeRaster, decodingOf, named } from "./decodeImage.js";
import { type DecodeOptions, joinDecodeOptions } from "./decodeOptions.js";
import { planImage } from "./formats/planImage.js";
import { fileOf, type ImageSource, nameOfImage, recordOf } from "./imageSource.js";

/** The policies for images that cannot be decoded. */
export const badImagePolicies: readonly BadImagePolicy[] = ["skip", "fail"];
/** `skip` goes on without the images that cannot be decoded. `fail` throws an error that names them. */
export type BadImagePolicy = "skip" | "fail";

/** An image that cannot be decoded. */
export interface BadImage {
  /** Its path, or a description such as `image 3 (Buffer)`. */
  readonly name: string;
  /** Its file; undefined for an image in memory. */
  readonly path: string | undefined;
  /** Its place in the caller's list, from 0. */
  readonly index: number;
  /** Message of the error that decoding it throws. */
  readonly reason: string;
}

/** Options of work on many images. */
export interface BadImageOptions {
  /** The policy for images that cannot be decoded. */
  readonly onBadImage?: BadImagePolicy;
  /** Receives the images that are skipped. */
  readonly onSkip?: (images: readonly BadImage[]) => void;
}

/** Largest number of images that a message names. */
const mostNamed = 50;

/**
 * Some images cannot be decoded. `images` holds all of them, and the message names the first fifty.
 *
 * @example
 * try {
 *   await evaluate(model, dataset);
 * } catch (error) {
 *   if (error instanceof BadImagesError) console.log(error.images.map(({ name }) => name));
 * }
 */
export class BadImagesError extends DataError {
  /**
   * @param name name of the data set or folder
   * @param images the images that cannot be decoded
   * @param total number of images that were looked at
   * @param advice end of the message
   */
  constructor(
    name: string,
    /** All images that cannot be decoded. */
    readonly images: readonly BadImage[],
    total: number,
    advice = 'replace them, or skip them with onBadImage "skip" (--on-bad-image skip)',
  ) {
    const listed = images.map((image) => `${image.name}: expected an image, found ${findingOf(image)}`);
    const all = `${name}: expected images that can be decoded, found ${images.length} of ${total} that cannot: ${listFirst(listed, mostNamed, "; ")}; ${advice}.`;
    super(images.length === 1 ? images[0]!.reason : all);
  }
}

/** Returns the short finding in the message of an error, such as `an empty file`. */
function findingOf({ reason }: BadImage): string {
  return /, found (.+?); /.exec(reason)?.[1] ?? reason;
}

/** Makes the description of an image from the error of its decoding. @throws the error when it is no DataError */
export function badImage(source: ImageSource, index: number, error: unknown): BadImage {
  if (!(error instanceof DataError)) throw error;
  return { name: nameOfImage(source, index), path: fileOf(source), index, reason: error.message };
}

/** Number of files that are looked at together. */
const atOnce = 16;

/**
 * Finds the images that cannot be decoded by their headers and ends, without decoding the others. An image with a damage
 * in its middle is not found.
 *
 * @param asked bands and stretch of all images
 * @param fallback bands and stretch of images without their own
 * @example
 * const bad = await findBadImages(paths);
 * console.log(bad.map(({ name, reason }) => `${name}: ${reason}`));
 */
export async function findBadImages(
  sources: readonly ImageSource[],
  asked: DecodeOptions = {},
  fallback: DecodeOptions = {},
): Promise<BadImage[]> {
  const bad: BadImage[] = [];
  for (let first = 0; first < sources.length; first += atOnce) {
    const some = sources.slice(first, first + atOnce);
    const looks = await Promise.allSettled(
      some.map((source, i) => {
        const own = joinDecodeOptions(asked, recordOf(source)?.decoding, fallback);
        return lookOnce(source, first + i, own);
      }),
    );
    for (const [i, result] of looks.entries()) {
      if (result.status === "rejected") bad.push(badImage(some[i]!, first + i, result.reason));
    }
  }
  return bad;
}

/** Records that were found to be good, with their bands and stretch. A run measures its validation split many times. */
const good = new WeakMap<ImageRecord, string>();

async function lookOnce(source: ImageSource, index: number, decoding: DecodeOptions): Promise<void> {
  const record = recordOf(source);
  const key = JSON.stringify(decoding);
  if (record && good.get(record) === key) return;
  await look(source, index, decoding);
  if (record) good.set(record, key);
}

/** @throws {DataError} when an image cannot be decoded */
async function look(source: ImageSource, index: number, decoding: DecodeOptions): Promise<void> {
  const plan = await named(source, index, () => planImage(source, decodingOf(source, decoding)));
  // A file may end without a mark, and still be whole. Only decoding shows it.
  if (await plan.endsEarly?.()) await decodeRaster(source, { ...decoding, index });
}

/**
 * Looks at images before work begins.
 *
 * @param name name of the data set, for the message
 * @param policy `fail` by default, and the receiver of skipped images
 * @param asked bands and stretch of all images
 * @param fallback bands and stretch of images without their own
 * @returns the images that can be decoded
 * @throws {BadImagesError} when images cannot be decoded and the policy is `fail`, or when none can be decoded
 */
export async function usableImages<T extends ImageSource>(
  name: string,
  images: readonly T[],
  policy: BadImageOptions,
  asked: DecodeOptions,
  fallback: DecodeOptions = {},
): Promise<readonly T[]> {
  const skips = policyOf(policy.onBadImage, "fail") === "skip";
  const bad = await findBadImages(images, asked, fallback);
  if (bad.length === 0) return images;
  if (!skips || bad.length === images.length)
    throw new BadImagesError(name, bad, images.length, skips ? "replace them" : undefined);
  policy.onSkip?.(bad);
  const places = new Set(bad.map(({ index }) => index));
  return images.filter((_, i) => !places.has(i));
}

/** @throws {OptionError} for an unknown policy */
export function policyOf(policy: BadImagePolicy | undefined, fallback: BadImagePolicy): BadImagePolicy {
  if (policy === undefined || badImagePolicies.includes(policy)) return policy ?? fallback;
  throw new OptionError(
    `onBadImage: expected one of ${badImagePolicies.join(", ")}, found ${JSON.stringify(policy)}; name one of them.`,
  );
}
