// Opens a configuration file in YAML.
import { parse } from "yaml";
import { ConfigSection } from "../../base/configSection.js";
import { OptionError } from "../../base/errors.js";
import { requirePath } from "../../base/files/path.js";
import { readTextSync } from "../../base/files/readText.js";
import type { TrainingPlan } from "../../models/contract/trainingPlan.js";
import { registeredFamilies } from "../../models/registry.js";
import { readOwnOptions } from "./ownOptions.js";

/**
 * Reads a training from a YAML file in our format, or in a format of the authors. Anchors and merges (`<<: *base`) are
 * resolved.
 *
 * @example
 * import { writeFileSync } from "node:fs";
 * writeFileSync("m9.yaml", "data: RSITMD\nmodel: lesson/m9\ntraining: { epochs: 5 }\n");
 * console.log(readTrainingPlan("m9.yaml").fit.epochs); // 5
 *
 * @throws {OptionError} that names the file, and the key that is unknown or wrong
 */
export function readTrainingPlan(file: string): TrainingPlan {
  requirePath("config", file);
  let value: unknown;
  try {
    value = parse(readTextSync(file), { merge: true, logLevel: "error" });
  } catch (error) {
    throw new OptionError(
      `${file}: expected YAML, found ${(error as Error).message.split("\n")[0]!.replace(/:$/, "")}; correct it.`,
    );
  }
  const section = ConfigSection.of(file, value);
  const foreign = registeredFamilies().find(({ foreignOptionFiles }) =>
    foreignOptionFiles?.recognizes(section),
  );
  return foreign ? foreign.foreignOptionFiles!.read(section) : readOwnOptions(section);
}
