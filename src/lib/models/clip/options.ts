// Options of CLIP's networks and their check.
import { OptionError } from "../../base/errors.js";
import type { ResizeFilter, ResizeForm } from "../../data/images/resizing.js";
import { resizeFilters, resizeForms } from "../../data/images/resizing.js";
import { type Activation, activations } from "../../nn/transformers/activations.js";
import type { ModelOptions } from "../contract/retrievalModel.js";

/** The image towers of CLIP. */
const towers: readonly Tower[] = ["vit", "resnet"];
/** `vit` is a vision transformer, `resnet` OpenAI's ResNet with attention pooling. */
export type Tower = "vit" | "resnet";

/** Sizes of both towers, and the preparation of the pixels. */
export interface ClipOptions extends ModelOptions {
  readonly network: "clip";
  /** Height and width of the images in pixels: a multiple of the patch size, for a ResNet of 32. */
  readonly imageSize: number;
  /** The image tower. */
  readonly tower: Tower;
  /** Height and width of a patch in pixels. A ResNet has none, and this is 32. */
  readonly patchSize: number;
  /** Length of a patch's vector, or channels of a ResNet's first stage. */
  readonly width: number;
  /** Number of blocks: one number for a vision transformer, four for the stages of a ResNet. */
  readonly imageLayers: readonly number[];
  /** Heads of the image tower's attentions. */
  readonly imageHeads: number;
  /** Length of the joint embedding. */
  readonly embedding: number;
  /** Length of a token's vector. */
  readonly textWidth: number;
  /** Blocks of the text transformer. */
  readonly textLayers: number;
  /** Heads of the text transformer's attentions. */
  readonly textHeads: number;
  /** Greatest number of tokens of a text, with its start and end. */
  readonly context: number;
  /** The activation of all blocks. A state dict does not say which one it was trained with. */
  readonly activation: Activation;
  /** Mean of red, green and blue in 0…1, which is subtracted from the pixels. */
  readonly mean: readonly number[];
  /** Deviation of red, green and blue, which the pixels are divided by. */
  readonly deviation: readonly number[];
  /** The filter that images are resized with. */
  readonly filter: ResizeFilter;
  /** The form of the resized image: `crop` keeps proportions and takes the center, `stretch` changes them. */
  readonly form: ResizeForm;
  /** Rank of the low-rank adapters of all attentions; 0 for none. */
  readonly adapterRank: number;
  /** α of the adapters, see `Adapter`. */
  readonly adapterAlpha: number;
}

/** @throws {OptionError} that names the first option outside of its range */
export function checkClipOptions(options: ClipOptions): void {
  const { tower, imageSize, patchSize, width, imageHeads, imageLayers, textWidth, textHeads, context } =
    options;
  oneOf("tower", tower, towers);
  oneOf("activation", options.activation, activations);
  oneOf("filter", options.filter, resizeFilters);
  oneOf("form", options.form, resizeForms);
  for (const name of counts)
    if (!isCount(options[name], 1)) refuse(name, "a whole number of at least 1", options[name]);
  if (!isCount(options.adapterRank, 0))
    refuse("adapterRank", "a whole number of at least 0", options.adapterRank);
  if (!(options.adapterAlpha > 0)) refuse("adapterAlpha", "a number above 0", options.adapterAlpha);
  const stages = tower === "vit" ? 1 : 4;
  const fits =
    Array.isArray(imageLayers) && imageLayers.length === stages && imageLayers.every((n) => isCount(n, 1));
  if (!fits)
    refuse("imageLayers", `${stages} whole number${stages > 1 ? "s" : ""} of at least 1`, imageLayers);
  const step = tower === "vit" ? patchSize : 32;
  if (imageSize % step !== 0) refuse("imageSize", `a multiple of ${step}`, imageSize);
  if (tower === "resnet" && width % 2 !== 0) refuse("width", "an even number", width);
  const imageWidth = tower === "vit" ? width : 32 * width;
  if (imageWidth % imageHeads !== 0) refuse("imageHeads", `a divisor of ${imageWidth}`, imageHeads);
  if (textWidth % textHeads !== 0) refuse("textHeads", `a divisor of ${textWidth}`, textHeads);
  if (context < 3) refuse("context", "at least 3 tokens", context);
  for (const name of ["mean", "deviation"] as const) {
    const values = options[name];
    const least = name === "mean" ? Number.NEGATIVE_INFINITY : 1e-6;
    if (
      !Array.isArray(values) ||
      values.length !== 3 ||
      !values.every((value) => Number.isFinite(value) && value >= least)
    )
      refuse(name, name === "mean" ? "three numbers" : "three numbers above 0", values);
  }
}

const counts = [
  "imageSize",
  "patchSize",
  "width",
  "imageHeads",
  "embedding",
  "textWidth",
  "textLayers",
  "textHeads",
  "context",
] as const;

function isCount(value: unknown, least: number): boolean {
  return Number.isSafeInteger(value) && (value as number) >= least;
}

function oneOf(name: string, value: unknown, allowed: readonly string[]): void {
  if (!allowed.includes(value as string)) refuse(name, `one of ${allowed.join(", ")}`, value);
}

function refuse(name: string, expected: string, found: unknown): never {
  throw new OptionError(`model option ${name}: expected ${expected}, found ${JSON.stringify(found)}.`);
}
