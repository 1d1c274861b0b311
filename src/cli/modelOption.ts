// The option --model-option of the commands that open a checkpoint of another program.
import { OptionError } from "../lib/index.js";
import type { OptionSpec } from "./command.js";

export const modelOption = {
  "model-option": {
    type: "strings",
    placeholder: "NAME=VALUE…",
    help: "options that a state dict does not hold, such as activation=quick-gelu",
  },
} as const satisfies Record<string, OptionSpec>;

/** Reads `name=value` pairs. Values that are JSON, such as numbers, are read as JSON. */
export function parseModelOptions(pairs: readonly string[] = []): Record<string, unknown> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, name, value] = /^([A-Za-z]+)=(.+)$/.exec(pair) ?? [];
      if (name === undefined || value === undefined)
        throw new OptionError(
          `--model-option: expected NAME=VALUE, found "${pair}"; write activation=quick-gelu.`,
        );
      return [name, /^[\d[{"]/.test(value) ? parsed(pair, value) : value];
    }),
  );
}

function parsed(pair: string, value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    throw new OptionError(`--model-option: expected a word, a number or JSON after =, found "${pair}".`);
  }
}
