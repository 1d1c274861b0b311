// Problems of a data set. A loader collects all of them, so that one run reports everything.
import { DataError } from "../base/errors.js";
import { listFirst } from "../base/messages/listFirst.js";

/** A problem of a data set and its place. */
export interface DataProblem {
  /** An error makes a record unusable. A warning, such as a blank sentence, does not. */
  readonly severity: "error" | "warning";
  /** File or folder with the problem. */
  readonly file: string;
  /** Line of a text file, from 1. */
  readonly line?: number;
  /** Number of the record, from 1. */
  readonly record?: number;
  /** File name of the record's image. */
  readonly filename?: string;
  /** Found and expected content, as a predicate: `has 4 sentences, expected 5`. */
  readonly reason: string;
}

/**
 * Describes a problem in one line.
 *
 * @example
 * describeProblem({ severity: "error", file: "rsitmd.json", record: 812, reason: "has no filename" });
 * // "rsitmd.json: record 812 has no filename"
 */
export function describeProblem(problem: DataProblem): string {
  return `${problem.file}: ${withoutFile(problem)}`;
}

function withoutFile({ line, record, filename, reason }: DataProblem): string {
  const place = record !== undefined ? `record ${record}` : line !== undefined ? `line ${line}` : "";
  return [place, filename && `("${filename}")`, reason].filter(Boolean).join(" ");
}

/** Greatest number of problems in a message. */
const listed = 5;

/**
 * A data set has errors. `problems` holds all of them, and the message the first five.
 *
 * @example
 * try {
 *   await loadDataset("RSITMD");
 * } catch (error) {
 *   if (error instanceof DatasetError) console.log(error.problems.map(describeProblem));
 * }
 */
export class DatasetError extends DataError {
  /** @param problems all errors and warnings of the data set */
  constructor(readonly problems: readonly DataProblem[]) {
    const errors = problems.filter(({ severity }) => severity === "error");
    const oneFile = errors.every(({ file }) => file === errors[0]!.file);
    const lines = errors.map(oneFile ? withoutFile : describeProblem);
    const advice = "correct them (amfmn dataset validate lists them all)";
    super(`${oneFile ? `${errors[0]!.file}: ` : ""}${listFirst(lines, listed, "; ")}; ${advice}.`);
  }
}
