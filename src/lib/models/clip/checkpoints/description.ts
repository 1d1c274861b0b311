// The options of a CLIP that no tensor shows: the activation, the heads, and the preparation of pixels.

import { OptionError } from "../../../base/errors.js";
import { isObject } from "../../../base/isObject.js";
import type { NamedArray } from "../../../checkpoint/namedArray.js";
import type { ForeignDetails } from "../../contract/modelFamily.js";
import type { ClipOptions } from "../options.js";

type Described = { -readonly [Name in keyof ClipOptions]?: ClipOptions[Name] };

/**
 * Collects them from the JSON files beside the weights, then from the caller, who goes before the files.
 *
 * @throws {OptionError} when the caller names an option that the tensors contradict, or none of CLIP's
 */
export function describedOptions(
  file: string,
  sizes: ClipOptions,
  tensors: readonly NamedArray[],
  { options, files, note }: ForeignDetails,
): Described {
  for (const [name, value] of Object.entries(options)) {
    const found = sizes[name as keyof ClipOptions];
    if (found === undefined)
      throw new OptionError(
        `model option ${name}: expected one of ${Object.keys(sizes).join(", ")}, found another one.`,
      );
    if (shownByTensors.has(name) && JSON.stringify(found) !== JSON.stringify(value))
      throw new OptionError(
        `model option ${name}: expected ${JSON.stringify(found)}, as the tensors of ${file} have it, found ${JSON.stringify(value)}.`,
      );
  }
  const described = { ...ofOpenClip(files), ...ofHuggingFace(files) };
  const isArchive = tensors.some(({ name }) => name === "input_resolution");
  if (isArchive) described.activation ??= "quick-gelu";
  const chosen = { ...described, ...(options as Described) };
  if (chosen.activation === undefined)
    note(
      `${file}: its tensors do not say whether it was trained with GELU or QuickGELU, and GELU is taken, as open_clip's plain configs do; ` +
        "name the option activation quick-gelu for a model that was trained with OpenAI's (--model-option activation=quick-gelu)",
    );
  return chosen;
}

/** Options that the shapes decide. */
const shownByTensors = new Set([
  "network",
  "imageSize",
  "tower",
  "patchSize",
  "width",
  "imageLayers",
  "embedding",
  "textWidth",
  "textLayers",
  "context",
]); // prettier-ignore

/** Reads `open_clip_config.json`: {model_cfg: {quick_gelu, vision_cfg, text_cfg}, preprocess_cfg: {mean, std, …}}. */
function ofOpenClip(files: ForeignDetails["files"]): Described {
  const config = objectOf(files["open_clip_config.json"]);
  if (Object.keys(config).length === 0) return {};
  const model = objectOf(config.model_cfg);
  const pixels = objectOf(config.preprocess_cfg);
  const described: Described = { activation: model.quick_gelu === true ? "quick-gelu" : "gelu" };
  const heads = objectOf(model.text_cfg).heads;
  if (typeof heads === "number") described.textHeads = heads;
  if (Array.isArray(pixels.mean)) described.mean = pixels.mean as number[];
  if (Array.isArray(pixels.std)) described.deviation = pixels.std as number[];
  if (pixels.interpolation === "bilinear") described.filter = "bilinear";
  if (pixels.resize_mode === "squash") described.form = "stretch";
  return described;
}

/** Reads `config.json` and `preprocessor_config.json`. */
function ofHuggingFace(files: ForeignDetails["files"]): Described {
  const config = objectOf(files["config.json"]);
  const described: Described = {};
  const [vision, text] = [objectOf(config.vision_config), objectOf(config.text_config)];
  if (config.vision_config !== undefined) {
    // Hugging Face leaves out what equals its defaults.
    described.activation = (vision.hidden_act ?? "quick_gelu") === "quick_gelu" ? "quick-gelu" : "gelu";
    described.imageHeads = numberOf(vision.num_attention_heads) ?? 12;
    described.textHeads = numberOf(text.num_attention_heads) ?? 8;
  }
  const pixels = objectOf(files["preprocessor_config.json"]);
  if (Array.isArray(pixels.image_mean)) described.mean = pixels.image_mean as number[];
  if (Array.isArray(pixels.image_std)) described.deviation = pixels.image_std as number[];
  if (pixels.resample === 2) described.filter = "bilinear";
  if (pixels.do_center_crop === false) described.form = "stretch";
  return described;
}

function objectOf(value: unknown): Record<string, unknown> {
  return isObject(value) ? (value as Record<string, unknown>) : {};
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}
