// The option --columns of the commands that read a data set.
import { type ColumnNames, columnParts } from "../lib/data/index.js";
import { OptionError } from "../lib/index.js";
import type { OptionSpec } from "./command.js";

export const columnsOption = {
  columns: {
    type: "string",
    placeholder: "PART=NAME,…",
    help: `unusual columns of a table or keys of JSON, such as image=bild,caption=satz (${columnParts.join(", ")})`,
  },
} as const satisfies Record<string, OptionSpec>;

/** Reads `image=bild,caption=satz`. @throws {OptionError} */
export function parseColumns(text: string | undefined): ColumnNames | undefined {
  if (text === undefined) return undefined;
  const pairs = text.split(",").map((pair) => {
    const [part, name, ...rest] = pair.split("=").map((side) => side.trim());
    if ((columnParts as readonly (string | undefined)[]).includes(part) && name && rest.length === 0)
      return [part, name];
    throw new OptionError(
      `--columns: expected PART=NAME with one of ${columnParts.join(", ")}, found "${pair}"; write image=NAME,caption=NAME.`,
    );
  });
  return Object.fromEntries(pairs) as ColumnNames;
}
