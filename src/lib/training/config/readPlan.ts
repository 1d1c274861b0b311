// Opens a configuration file in YAML, in our form or the authors'.
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { Section } from "../../base/configSection.js";
import { OptionError } from "../../base/errors.js";
import { isAuthorsForm, readAuthorsOptions } from "../../models/amfmn/released/authorsOptions.js";
import { readOwnOptions } from "./ownOptions.js";
import type { TrainingPlan } from "./plan.js";

/** @throws {OptionError} that names the file, and the key that is unknown or wrong */
export function readTrainingPlan(file: string): TrainingPlan {
  let value: unknown;
  try {
    value = parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new OptionError(`${file}: expected YAML, found ${(error as Error).message.split("\n")[0]}.`);
  }
  const section = Section.of(file, value);
  return isAuthorsForm(section) ? readAuthorsOptions(section) : readOwnOptions(section);
}
