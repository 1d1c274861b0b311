// Trains with progress. A signal to end stops after the step that is being done, and the run can be resumed.
import { constants } from "node:os";
import {
  type Dataset,
  type EpochReport,
  type FitOptions,
  fit,
  type RetrievalModel,
} from "../../../lib/index.js";
import type { Output } from "../../command.js";
import { noteSkipped } from "../../imageOptions.js";
import { duration, untilOutputCloses } from "../../output.js";

/** Signals of Ctrl-C, of a cluster and of a terminal that is closed. */
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A training that ended or was stopped. */
export interface Trained {
  readonly history: readonly EpochReport[];
  /** True when a signal stopped it. */
  readonly stopped: boolean;
}

/** Trains a model into a folder. A signal sets the exit status of the process: 128 and the signal's number. */
export async function trained(
  model: RetrievalModel,
  dataset: Dataset,
  options: FitOptions & { readonly out: string },
  output: Output,
): Promise<Trained> {
  const stop = new AbortController();
  const onSignal = (signal: (typeof signals)[number]) => {
    // A shell and a cluster must not take a stopped training for a finished one.
    process.exitCode = 128 + constants.signals[signal];
    stop.abort();
  };
  // A second signal of the same kind ends the process at once.
  for (const signal of signals) process.once(signal, onSignal);
  try {
    const history = await untilOutputCloses((closed) => {
      closed.addEventListener("abort", () => stop.abort());
      return fit(model, dataset, {
        ...options,
        signal: stop.signal,
        ...reports(output, dataset.records.length),
      });
    });
    const end = stop.signal.aborted ? "Stopped; --resume goes on from here. " : "";
    output.print(`${end}Left checkpoints, log.csv, log.jsonl and TensorBoard's events in ${options.out}`);
    return { history, stopped: stop.signal.aborted };
  } catch (error) {
    if (!stop.signal.aborted || error !== stop.signal.reason) throw error;
    output.print("Stopped before the first step.");
    return { history: [], stopped: true };
  } finally {
    for (const signal of signals) process.off(signal, onSignal);
  }
}

function reports(output: Output, images: number): FitOptions {
  return {
    onSkip: (skipped) => noteSkipped(skipped, images, output),
    onNote: output.warn,
    onStep: ({ step, steps, loss, imagesPerSecond, secondsLeft }) =>
      output.progress(
        `step ${step} of ${steps} · loss ${loss.toFixed(3)} · ${imagesPerSecond.toFixed(0)} images/s · ${duration(secondsLeft)} left`,
      ),
    onEpoch: ({ epoch, epochs, loss, validation, seconds }) => {
      const recall = validation ? ` · validation mR ${validation.mR.toFixed(2)}` : "";
      output.print(`epoch ${epoch} of ${epochs} · loss ${loss.toFixed(3)}${recall} · ${duration(seconds)}`);
    },
  };
}
