// What stands for a control in `interact`: a number, a range, a list of choices, … and the widget that each makes,
// with the type of the value that the function is then given.
import { WidgetError } from "../../kernel/widget/host.js";
import { shown } from "../../kernel/widget/state/traits.js";
import { Widget } from "../../kernel/widget/widget.js";
import { Checkbox } from "../generated/buttons.js";
import { DatePicker } from "../generated/dates.js";
import { FloatSlider, IntSlider } from "../generated/numbers.js";
import { Dropdown } from "../generated/selections.js";
import { Text } from "../generated/texts.js";

/** A value that is passed on and has no control. */
export class Fixed<V> {
  constructor(readonly value: V) {}
}

/** Passes a value to the function without a control for it. */
export function fixed<V>(value: V): Fixed<V> {
  return new Fixed(value);
}

/** [least, greatest] or [least, greatest, step]: a slider. */
type NumberRange = readonly [number, number] | readonly [number, number, number];

/**
 * What a control can be written as: a number (slider around it), a range [min, max] or [min, max, step], a
 * boolean (checkbox), a text, a Date, a list of texts or an object of values by label (dropdown), `fixed(value)`,
 * or any widget that has a value.
 */
export type Control =
  | number
  | boolean
  | string
  | Date
  | NumberRange
  | readonly string[]
  | Fixed<unknown>
  | Widget
  | { readonly [label: string]: unknown };

/** The value that a control gives. */
export type ValueOf<C> =
  C extends Fixed<infer V>
    ? V
    : C extends { readonly value: infer V; readonly modelId: string }
      ? V
      : C extends number
        ? number
        : C extends boolean
          ? boolean
          : C extends readonly [number, number] | readonly [number, number, number]
            ? number
            : C extends readonly (infer T extends string)[]
              ? T
              : C extends string
                ? string
                : C extends Date
                  ? Date
                  : C extends { readonly [label: string]: infer V }
                    ? V
                    : never;

/** The values of all controls, by name: what the function is given. */
export type ValuesOf<C> = { -readonly [K in keyof C]: ValueOf<C[K]> };

/** A widget that has a value. */
export interface ValueWidget extends Widget<{ value: unknown }> {
  readonly value: unknown;
}

/** @throws {WidgetError} for what no widget stands for */
export function controlFor(name: string, control: Control): ValueWidget {
  if (control instanceof Widget) {
    if ("value" in control) return control as ValueWidget;
    throw new WidgetError(
      `interact: the widget for "${name}" (${shown(control)}) has no value; give one that has.`,
    );
  }
  const made = abbreviated(name, control);
  if (made) return made as unknown as ValueWidget;
  throw new WidgetError(
    `interact: expected for "${name}" a number, [min, max], [min, max, step], boolean, text, Date, list of texts, object of values by label, or a widget; found ${shown(control)}.`,
  );
}

function abbreviated(description: string, control: Exclude<Control, Widget>): Widget | undefined {
  if (typeof control === "number") return slider(description, around(control), control);
  if (typeof control === "boolean") return new Checkbox({ description, value: control });
  if (typeof control === "string") return new Text({ description, value: control });
  if (control instanceof Date) return new DatePicker({ description, value: control });
  if (isRange(control)) return slider(description, control, middle(control));
  if (Array.isArray(control)) {
    if (!control.every((one) => typeof one === "string") || control.length === 0) return undefined;
    return new Dropdown({ description, options: control });
  }
  if (typeof control !== "object" || control === null || Object.keys(control).length === 0) return undefined;
  return new Dropdown<unknown>({ description, options: control as Record<string, unknown> });
}

function isRange(control: unknown): control is NumberRange {
  const length = Array.isArray(control) ? control.length : 0;
  return (length === 2 || length === 3) && (control as unknown[]).every((one) => typeof one === "number");
}

/** From minus to three times a number, as ipywidgets has it; 0 … 1 for 0. */
function around(value: number): NumberRange {
  if (value === 0) return [0, 1];
  return value > 0 ? [-value, 3 * value] : [3 * value, -value];
}

/** The middle of a range, on one of its steps. */
function middle([min, max, step = defaultStep(min, max)]: NumberRange): number {
  return min + Math.round((max - min) / 2 / step) * step;
}

function defaultStep(min: number, max: number): number {
  return Number.isInteger(min) && Number.isInteger(max) ? 1 : 0.1;
}

function slider(description: string, [min, max, step]: NumberRange, value: number): Widget {
  if (min >= max)
    throw new WidgetError(
      `interact: expected for "${description}" a range [min, max] that rises, found [${min}, ${max}].`,
    );
  const whole = [min, max, value, step ?? 1].every(Number.isInteger);
  const state = { description, min, max, value, ...(step !== undefined && { step }) };
  if (whole) return new IntSlider(state);
  // As many decimals as a step needs, so that the readout tells neighbors apart.
  const decimals = Math.max(0, -Math.floor(Math.log10(step ?? 0.1)));
  return new FloatSlider({ ...state, readout_format: `.${Math.max(2, decimals)}f` });
}
