// The Output widget with its captures. A capture follows code through its awaits and callbacks, so that two widgets can
// capture at the same time.
import { kernelHost, type Output as MadeOutput, type OutputRecord } from "typescript-lab";
import type { WidgetInput } from "typescript-lab/widget";
import { Output as GeneratedOutput, type OutputState } from "./generated/media.js";

/**
 * Place in the notebook for text, displayed values and errors of code.
 * @example
 * const log = new Output();
 * display(log);
 * await log.capture(async () => {
 *   console.log("epoch 1");
 * });
 */
export class Output extends GeneratedOutput {
  readonly #host = kernelHost();
  #clearing = false;

  /** @throws {WidgetError} when a trait does not take its value, or outside a notebook */
  constructor(state: WidgetInput<OutputState> = {}) {
    super(state);
  }

  /**
   * Runs code and shows its text, displayed values and error here instead of below the cell.
   * @returns the code's result, undefined after an error
   */
  capture<T>(run: () => Promise<T>): Promise<T | undefined>;
  capture<T>(run: () => T): T | undefined;
  capture<T>(run: () => T | Promise<T>): T | undefined | Promise<T | undefined> {
    const guarded = () => {
      try {
        const result = run();
        return result instanceof Promise ? result.catch((error) => this.#showError(error)) : result;
      } catch (error) {
        return this.#showError(error);
      }
    };
    return this.#host.capture((output) => this.#take(output), guarded);
  }

  /** Adds a value, shown like the last expression of a cell. */
  async show(value: unknown): Promise<void> {
    const data = await this.#host.mimeBundle(value);
    this.#take({ output_type: "display_data", data, metadata: {} });
  }

  /**
   * Removes all outputs.
   * @param wait keeps them until the next output replaces them, which avoids flicker. Default false.
   */
  clear(wait = false): void {
    this.#clearing = wait;
    if (!wait) this.outputs = [];
  }

  /** Removes the outputs now if `clear(true)` still waits for the next one. */
  settle(): void {
    if (this.#clearing) this.clear();
  }

  #showError(error: unknown): undefined {
    this.#take(this.#host.errorOutput(error));
  }

  #take(output: MadeOutput): void {
    if (output.output_type === "clear_output") {
      this.clear(output.wait);
      return;
    }
    const before = this.#clearing ? [] : this.outputs;
    this.#clearing = false;
    this.outputs = appended(before, output);
  }
}

/** Returns the outputs with another one. Consecutive texts of one stream become one output, as in a notebook. */
function appended(outputs: readonly OutputRecord[], output: OutputRecord): OutputRecord[] {
  const last = outputs.at(-1);
  if (output.output_type !== "stream" || last?.output_type !== "stream" || last.name !== output.name)
    return [...outputs, output];
  return [...outputs.slice(0, -1), { ...last, text: last.text + output.text }];
}
