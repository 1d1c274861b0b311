// The option --engine of the commands that compute.
import type { OptionSpec } from "./command.js";

export const engineOption = {
  engine: {
    type: "string",
    placeholder: "NAME",
    help: "tensorflow, webgpu, wasm or cpu (default: the fastest on this machine)",
  },
} satisfies Record<string, OptionSpec>;
