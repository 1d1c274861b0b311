// The objects of images as inputs of GaLR.
import { canonicalJson } from "../../../base/canonicalJson.js";
import { OptionError } from "../../../base/errors.js";
import {
  grid,
  type ObjectGraphs,
  type ObjectSource,
  objectCount,
  openObjects,
  segments,
} from "../../../objects/index.js";
import type { ImageBatch, ImageInputs, InputArray } from "../../contract/imageInputs.js";
import {
  isLocalSource,
  type LocalInputs,
  type LocalKind,
  type LocalSource,
} from "../../contract/localInputs.js";
import type { ModelOptions } from "../../contract/retrievalModel.js";
import type { GalrOptions } from "../options.js";

/** Sources that are computed from the pixels, by their kind. */
const computed: Readonly<Record<string, () => ObjectSource>> = { segments, grid };

/** Opens objects by file or name. A new model reads segments of the image itself. */
export const objectInputs: LocalInputs<ModelOptions> = {
  async open(name, options, trained) {
    if (!readsMaps(options))
      return openObjects(name, { trained: trained as Pick<ObjectSource, "kind" | "settings"> | undefined });
    throw new OptionError(
      `local: expected none, because the model makes objects of its own maps, found ${name}; leave it (--local) out.`,
    );
  },

  builtIn(trained, options) {
    if (readsMaps(options)) return undefined;
    const kind = trained?.kind ?? "segments";
    const create = Object.hasOwn(computed, kind) ? computed[kind] : undefined;
    if (create) return asTrained(create(), trained);
    throw new OptionError(
      `local: expected the file of objects of the kind ${kind} that the model was trained with, found none; give it (--local FILE).`,
    );
  },
};

function readsMaps(options: ModelOptions): boolean {
  return (options as Partial<GalrOptions>).objects === "maps";
}

/** Refuses a computation that changed since the training. */
function asTrained(source: ObjectSource, trained: LocalKind | undefined): ObjectSource {
  const [before, now] = [canonicalJson(trained?.settings ?? source.settings), canonicalJson(source.settings)];
  if (before === now) return source;
  throw new OptionError(
    `local: expected ${source.kind} with ${before}, which the model was trained with, found ${now} in this version; train the model again.`,
  );
}

/**
 * Reads the inputs `objects` and `adjacency`, [images, 20, 20].
 *
 * @param pixels the batch's pixels, [images, size, size, 3]
 * @param own the model's own source or kind
 * @throws {OptionError} when a file is needed and there is none
 * @throws {DataError} that names an image without objects in the file
 */
export async function readObjects(
  { images, local }: ImageBatch,
  pixels: InputArray,
  own: LocalKind | LocalSource | undefined,
): Promise<ImageInputs> {
  const source = local ?? (isLocalSource(own) ? own : objectInputs.builtIn(own, { network: "galr" })!);
  const size = pixels.shape[1]!;
  const { objects, adjacency } = (await source.read(images, { size, values: pixels.values })) as ObjectGraphs;
  const shape = [images.length, objectCount, objectCount];
  return { objects: { shape, values: objects }, adjacency: { shape, values: adjacency } };
}
