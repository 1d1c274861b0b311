// What is found wrong while a data set is read: collected, so that one run tells everything.
import { DataError } from "../base/errors.js";
import { listFirst } from "../base/listFirst.js";

/** One thing that does not fit, and where it stands. */
export interface DataProblem {
  /** An error stops loading; a warning leaves the data usable, such as a blank sentence. */
  readonly severity: "error" | "warning";
  readonly file: string;
  /** Line of a text file or number of a record, counted from 1. */
  readonly line?: number;
  readonly record?: number;
  /** The image that it is about. */
  readonly filename?: string;
  /** What was expected and what was found, as the rest of a sentence: `has 4 sentences, expected 5`. */
  readonly reason: string;
}

/** A problem in one line: `rsitmd.json: record 812 ("port_44.tif") has no filename`. */
export function describeProblem(problem: DataProblem): string {
  return `${problem.file}: ${withoutFile(problem)}`;
}

function withoutFile({ line, record, filename, reason }: DataProblem): string {
  const place = record !== undefined ? `record ${record}` : line !== undefined ? `line ${line}` : "";
  return [place, filename && `("${filename}")`, reason].filter(Boolean).join(" ");
}

/** How many problems the message lists; `problems` has them all. */
const listed = 5;

/** A data set with errors; lists every problem that was found. */
export class DatasetError extends DataError {
  override name = "DatasetError";

  constructor(readonly problems: readonly DataProblem[]) {
    const errors = problems.filter(({ severity }) => severity === "error");
    const oneFile = errors.every(({ file }) => file === errors[0]!.file);
    const lines = errors.map(oneFile ? withoutFile : describeProblem);
    const hint = lines.length > listed ? " (amfmn dataset validate lists them all)" : "";
    super(`${oneFile ? `${errors[0]!.file}: ` : ""}${listFirst(lines, listed, "; ")}${hint}.`);
  }
}
