// The option --engine, the same for every command that computes.
import type { OptionSpec } from "./command.js";

export const engineOption = {
  engine: {
    type: "string",
    placeholder: "NAME",
    help: "tensorflow, webgpu, wasm or cpu (default: the fastest that is here)",
  },
} satisfies Record<string, OptionSpec>;
