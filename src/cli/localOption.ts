// The option --local of the commands that read images for a model.
import type { OptionSpec } from "./command.js";

export const localOption = {
  local: {
    type: "string",
    placeholder: "FILE|NAME",
    help: "the images' local inputs for a model that reads some, such as a file of objects (default: the model's own, where it needs no file)",
  },
} as const satisfies Record<string, OptionSpec>;
