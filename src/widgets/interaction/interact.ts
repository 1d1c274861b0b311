// Controls for the parameters of a function, which runs again each time that one is changed; its result, what it
// prints and its errors are shown below them. Runs do not pile up: while one is going on, only the last change
// waits.
import { kernelHost } from "../../kernel/widget/host.js";
import type { Widget } from "../../kernel/widget/widget.js";
import { Button } from "../generated/buttons.js";
import { VBox } from "../generated/containers.js";
import { Output } from "../output.js";
import { type Control, controlFor, Fixed, type ValuesOf, type ValueWidget } from "./controls.js";

export interface InteractOptions {
  /** Run only when a button is pressed, for functions that take long. */
  readonly manual?: boolean;
}

/** The controls and the output of a function as one widget. */
export class Interactive<C extends Record<string, Control>, R> extends VBox {
  /** What the function gave last; undefined before, and after an error. */
  result: Awaited<R> | undefined;
  readonly output: Output;
  readonly #controls: ReadonlyMap<string, ValueWidget | Fixed<unknown>>;
  readonly #run: (values: ValuesOf<C>) => R;
  #running: Promise<void> | undefined;
  #again = false;

  constructor(controls: C, run: (values: ValuesOf<C>) => R, { manual = false }: InteractOptions = {}) {
    const made = new Map(
      Object.entries(controls).map(([name, control]) => [
        name,
        control instanceof Fixed ? control : controlFor(name, control),
      ]),
    );
    const widgets = [...made.values()].filter((one): one is ValueWidget => !(one instanceof Fixed));
    const button = manual
      ? new Button({ description: "Run", button_style: "primary", icon: "play" })
      : undefined;
    const output = new Output();
    const children = [...widgets, ...(button ? [button] : []), output] as unknown as Widget[];
    super({ children, _dom_classes: ["widget-interact"] });
    this.output = output;
    this.#controls = made;
    this.#run = run;
    button?.on("click", () => void this.update());
    if (!manual) {
      for (const widget of widgets) widget.observe("value", () => void this.update());
      void this.update();
    }
  }

  /** The values of the controls as they are now. */
  get values(): ValuesOf<C> {
    return Object.fromEntries([...this.#controls].map(([name, { value }]) => [name, value])) as ValuesOf<C>;
  }

  /** Runs the function with the values as they are; ends when it has, and what was asked meanwhile too. */
  update(): Promise<void> {
    this.#again = true;
    this.#running ??= this.#work().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #work(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      this.output.clear(true);
      const result = await this.output.capture(async () => this.#run(this.values));
      this.result = result as Awaited<R> | undefined;
      if (this.result === undefined) this.output.settle();
      else await this.output.show(this.result);
    }
  }
}

/**
 * Makes controls for the parameters of a function, without showing them; see {@link Control} for what can stand
 * for one.
 * @example
 * const panel = interactive({ gamma: [0, 1, 0.1], loss: ["hinge", "dynamic"] }, ({ gamma, loss }) => `${loss} ${gamma}`);
 */
export function interactive<const C extends Record<string, Control>, R>(
  controls: C,
  run: (values: ValuesOf<C>) => R,
  options?: InteractOptions,
): Interactive<C, R> {
  return new Interactive(controls, run, options);
}

/**
 * Shows controls for the parameters of a function, and its results below them.
 * @example
 * interact({ gamma: [0, 1, 0.1], beta: 5 }, ({ gamma, beta }) => gamma * beta);
 */
export function interact<const C extends Record<string, Control>, R>(
  controls: C,
  run: (values: ValuesOf<C>) => R,
  options?: InteractOptions,
): void {
  const panel = new Interactive(controls, run, options);
  const host = kernelHost();
  void panel.mimeBundle().then((data) => host.display({ data }));
}
