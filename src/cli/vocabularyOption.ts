// The option --vocab, the same for every command that opens a checkpoint.
import type { OptionSpec } from "./command.js";

export const vocabularyOption = {
  type: "string",
  placeholder: "FILE",
  help: "the vocabulary's JSON, where the checkpoint has none (an authors' .pth.tar)",
} as const satisfies OptionSpec;
