// The option --vocab of the commands that open a checkpoint.
import type { OptionSpec } from "./command.js";

export const vocabularyOption = {
  type: "string",
  placeholder: "FILE",
  help: "JSON of the vocabulary, for a checkpoint without one (an authors' .pth.tar)",
} as const satisfies OptionSpec;
