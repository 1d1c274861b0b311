// A place that shows what code prints, displays and throws. What runs inside is followed through its awaits and
// callbacks, so two of them can capture side by side, and a capture lasts as long as the code does.
import { kernelHost, type Output as MadeOutput, type OutputRecord } from "../kernel/widget/host.js";
import type { WidgetInput } from "../kernel/widget/widget.js";
import { Output as GeneratedOutput, type OutputState } from "./generated/media.js";

/**
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

  constructor(state: WidgetInput<OutputState> = {}) {
    super(state);
  }

  /**
   * Runs code and shows here what it prints and displays. An error of it is shown here too, and ends there: the
   * result is then undefined.
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

  /** Adds a value as a cell's last expression would be shown. */
  async show(value: unknown): Promise<void> {
    const data = await this.#host.mimeBundle(value);
    this.#take({ output_type: "display_data", data, metadata: {} });
  }

  /** Takes everything away: at once, or (wait) when the next output comes, which avoids flicker. */
  clear(wait = false): void {
    this.#clearing = wait;
    if (!wait) this.outputs = [];
  }

  /** Ends a waiting `clear` for which no output came. */
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

/** Text of one stream that follows text of the same stream is one output, as in a notebook. */
function appended(outputs: readonly OutputRecord[], output: OutputRecord): OutputRecord[] {
  const last = outputs.at(-1);
  if (output.output_type !== "stream" || last?.output_type !== "stream" || last.name !== output.name)
    return [...outputs, output];
  return [...outputs.slice(0, -1), { ...last, text: last.text + output.text }];
}
