// The options --local and --detector of the commands that read images for a model.
import { OptionError } from "../lib/base/errors.js";
import type { OptionRule } from "../lib/base/optionRules.js";
import type { OptionSpec } from "./command.js";

export const localOption = {
  local: {
    type: "string",
    placeholder: "FILE|NAME",
    help: "the images' local inputs for a model that reads some, such as a file of objects (default: the model's own, where it needs no file)",
  },
  detector: {
    type: "string",
    placeholder: "FILE",
    help: "an ONNX detector that finds the objects, in the place of --local; amfmn objects has options for it",
  },
} as const satisfies Record<string, OptionSpec>;

export const localRules: readonly OptionRule<keyof typeof localOption>[] = [
  { option: "detector", excludes: "local", because: "both name the images' objects" },
];

/** Returns the local inputs that the flags name. @throws {OptionError} for a detector that is no ONNX file */
export function localFlag({
  local,
  detector,
}: {
  readonly local?: string;
  readonly detector?: string;
}): string | undefined {
  if (detector === undefined) return local;
  if (/\.onnx$/i.test(detector)) return detector;
  throw new OptionError(
    `--detector: expected a file that ends in .onnx, found ${detector}; export the detector to ONNX.`,
  );
}
