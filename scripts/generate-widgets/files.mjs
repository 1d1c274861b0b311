// All generated files, as they are committed.
import { formatted } from "./format.mjs";
import { sources } from "./source.mjs";
import { models } from "./specification.mjs";

/** Returns the text of each generated file by its path in the project. */
export function generatedFiles() {
  const paths = [...sources(models)].map(([name, text]) => [`src/widgets/generated/${name}`, text]);
  return new Map(paths.map(([path, text]) => [path, formatted(path, text)]));
}
