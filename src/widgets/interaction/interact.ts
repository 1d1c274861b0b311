// Controls for the parameters of a function. The function runs after each change, and its result, text and error are
// shown below the controls. Changes during a run lead to one more run, with the latest values.
import { kernelHost } from "typescript-lab";
import type { Widget } from "typescript-lab/widget";
import { Button } from "../generated/buttons.js";
import { VBox } from "../generated/containers.js";
import { Output } from "../output.js";
import { type Control, controlFor, Fixed, type ValuesOf, type ValueWidget } from "./controls.js";

/** Options of `interact` and `interactive`. */
export interface InteractOptions {
  /** Runs the function only when a button is pressed, for functions that take long. Default false. */
  readonly manual?: boolean;
}

/**
 * The controls and the output of a function as one widget. Made by {@link interactive}.
 * @example
 * const panel = interactive({ gamma: [0, 1, 0.1] }, ({ gamma }) => gamma * 2);
 * await panel.update();
 * console.log(panel.values.gamma, panel.result); // 0.5 1
 */
export class Interactive<C extends Record<string, Control>, R> extends VBox {
  /** Result of the latest run; undefined before the first run and after an error. */
  result: Awaited<R> | undefined;
  /** Shows the function's text, result and error. */
  readonly output: Output;
  readonly #controls: ReadonlyMap<string, ValueWidget | Fixed<unknown>>;
  readonly #run: (values: ValuesOf<C>) => R;
  #running: Promise<void> | undefined;
  #again = false;

  /** @throws {WidgetError} when a value is not a control */
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

  /** Current values of the controls. */
  get values(): ValuesOf<C> {
    return Object.fromEntries([...this.#controls].map(([name, { value }]) => [name, value])) as ValuesOf<C>;
  }

  /** Runs the function with the current values. Resolves after this run and any run that was requested meanwhile. */
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
 * Makes controls for the parameters of a function without showing them. {@link Control} lists the forms of a control.
 * @throws {WidgetError} when a value is not a control
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
 * @throws {WidgetError} when a value is not a control, or outside a notebook
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
