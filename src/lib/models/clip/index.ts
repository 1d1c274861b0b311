// CLIP and the models that are fine-tuned from it, with the checkpoints of open_clip, OpenAI and Hugging Face.
import { DataError } from "../../base/errors.js";
import { isObject } from "../../base/isObject.js";
import type { ModelFamily } from "../contract/modelFamily.js";
import { foreignClip } from "./checkpoints/foreignClip.js";
import { Clip } from "./clip.js";
import { clipConfigs } from "./configs.js";
import { type ClipOptions, checkClipOptions } from "./options.js";
import { ClipTokenizer } from "./tokenizer/clipTokenizer.js";

/** CLIP, RemoteCLIP, GeoRSCLIP and other models of OpenAI's architecture. */
export const clip = {
  network: "clip",
  configs: clipConfigs,
  checkOptions: checkClipOptions,
  create: (options: ClipOptions, setup) => new Clip(options, setup),
  newTokenizer: ({ context }: ClipOptions) => new ClipTokenizer(context),
  readTokenizer(json, file) {
    const { tokenizer, context } = isObject(json) ? json : {};
    if (tokenizer === "clip" && Number.isSafeInteger(context)) return new ClipTokenizer(context as number);
    throw new DataError(
      `${file}: expected CLIP's tokenizer in its header, found another one; write the file again.`,
    );
  },
  foreignCheckpoints: foreignClip,
} as const satisfies ModelFamily<ClipOptions>;
