// The logs of a run: a table of epochs (log.csv), a line of JSON for every step and epoch (log.jsonl), and event files for
// TensorBoard. A resumed run continues all three without repeated lines.
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileErrorOf } from "../../base/files/fileError.js";
import { writeFileAtomicSync } from "../../base/writeFileAtomic.js";
import type { EpochReport, StepReport } from "../options.js";
import { EventWriter } from "./tensorBoard.js";

/** Writes the logs of one run. */
export class RunLog {
  private readonly events: EventWriter;
  private readonly table: string;
  private readonly lines: string;

  /** @param step number of finished steps; 0 begins new logs */
  constructor(folder: string, step: number) {
    this.table = join(folder, "log.csv");
    this.lines = join(folder, "log.jsonl");
    // A killed run may have logged steps after its last saved state.
    const kept = step > 0 && existsSync(this.lines) ? linesUpTo(readFileSync(this.lines, "utf8"), step) : "";
    writeFileAtomicSync(this.lines, kept);
    this.events = new EventWriter(folder, step + 1);
  }

  step(report: StepReport): void {
    this.append({ kind: "step", ...report });
    const { step, loss, gradientNorm, learningRate, imagesPerSecond } = report;
    this.events.scalars(step, {
      "train/loss": loss,
      "train/gradient_norm": gradientNorm,
      "train/learning_rate": learningRate,
      "train/images_per_second": imagesPerSecond,
    });
  }

  /** @param history all epochs so far, including this one */
  epoch(report: EpochReport, { step, history }: { step: number; history: readonly EpochReport[] }): void {
    this.append({ kind: "epoch", step, ...report });
    const { validation } = report;
    this.events.scalars(step, {
      "epoch/loss": report.loss,
      "val/mR": validation?.mR,
      ...Object.fromEntries(
        directions.flatMap(([name, direction]) =>
          recalls.map((recall) => [`val/${name}_${recall}`, validation?.[direction][recall]]),
        ),
      ),
    });
    writeFileAtomicSync(this.table, tableOf(history));
  }

  close(): void {
    this.events.close();
  }

  private append(line: object): void {
    try {
      appendFileSync(this.lines, `${JSON.stringify(line)}\n`);
    } catch (error) {
      throw fileErrorOf(error, this.lines);
    }
  }
}

const directions = [
  ["i2t", "imageToText"],
  ["t2i", "textToImage"],
] as const;
const recalls = ["r1", "r5", "r10"] as const;

function tableOf(history: readonly EpochReport[]): string {
  const ofValidation = directions.flatMap(([name]) => recalls.map((recall) => `${name}_${recall}`));
  const header = ["epoch", "loss", "learning_rate", "seconds", "mR", ...ofValidation];
  const rows = history.map(({ epoch, loss, learningRate, seconds, validation }) => [
    ...[epoch, loss, learningRate, seconds, validation?.mR],
    ...directions.flatMap(([, direction]) => recalls.map((recall) => validation?.[direction][recall])),
  ]);
  return [header, ...rows].map((row) => `${row.map((cell) => cell ?? "").join(",")}\n`).join("");
}

/** Returns the whole lines up to a step. */
function linesUpTo(text: string, step: number): string {
  const known = text.split("\n").filter((line) => {
    try {
      return (JSON.parse(line) as { step: number }).step <= step;
    } catch {
      return false; // The empty end, or a line that was cut off.
    }
  });
  return known.map((line) => `${line}\n`).join("");
}
