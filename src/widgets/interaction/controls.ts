// Short forms of the controls of `interact` (a number, a range, a list, …), the widget of each, and the type of the
// value that the function receives.
import { Widget, WidgetError } from "typescript-lab/widget";
import { describeValue } from "typescript-lab/widget/spec";
import { Checkbox } from "../generated/buttons.js";
import { DatePicker } from "../generated/dates.js";
import { FloatSlider, IntSlider } from "../generated/numbers.js";
import { Dropdown } from "../generated/selections.js";
import { Text } from "../generated/texts.js";

/**
 * A parameter without a control. Made by {@link fixed}.
 * @example
 * fixed(20).value; // 20
 */
export class Fixed<V> {
  /** @param value passed to the function in each run */
  constructor(readonly value: V) {}
}

/**
 * Passes a value to the function of `interact` without a control for it.
 * @example
 * interactive({ gamma: [0, 1, 0.1], scale: fixed(20) }, ({ gamma, scale }) => gamma * scale);
 */
export function fixed<V>(value: V): Fixed<V> {
  return new Fixed(value);
}

/** Range of a slider: [least, greatest] or [least, greatest, step]. */
export type NumberRange = readonly [number, number] | readonly [number, number, number];

/**
 * Control of a parameter:
 * - a number: a slider around it;
 * - [min, max] or [min, max, step]: a slider;
 * - a boolean: a check box; a text: a text field; a Date: a date field;
 * - a list of texts, or an object of values by label: a dropdown;
 * - `fixed(value)`: no control;
 * - a widget with a value: itself.
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

/** The part of a widget that its value's type follows from. */
export interface ValueOwner<V> {
  /** The value. */
  readonly value: V;
  /** Id of the widget's model in the page. */
  readonly modelId: string;
}

/** Type of a control's value. */
export type ValueOf<C> =
  C extends Fixed<infer V>
    ? V
    : C extends ValueOwner<infer V>
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

/** Values of all controls by name, which the function receives. */
export type ValuesOf<C> = { -readonly [K in keyof C]: ValueOf<C[K]> };

/** A widget with a value. */
export interface ValueWidget extends Widget<{ value: unknown }> {
  /** Its current value. */
  readonly value: unknown;
}

/**
 * Returns the widget of a control.
 * @param name of the parameter, which becomes the widget's description
 * @throws {WidgetError} when the value is not a control
 */
export function controlFor(name: string, control: Control): ValueWidget {
  if (control instanceof Widget) {
    if ("value" in control) return control as ValueWidget;
    throw new WidgetError(
      `interact: expected for "${name}" a widget with a value, found ${describeValue(control)}; pass a slider, a field or a selection.`,
    );
  }
  const made = abbreviated(name, control);
  if (made) return made as unknown as ValueWidget;
  throw new WidgetError(
    `interact: expected for "${name}" a number, [min, max], [min, max, step], boolean, text, Date, list of texts, object of values by label or widget, found ${describeValue(control)}; wrap other values in fixed().`,
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

/** Returns ipywidgets' range around a number: from minus to three times the number, 0…1 for 0. */
function around(value: number): NumberRange {
  if (value === 0) return [0, 1];
  return value > 0 ? [-value, 3 * value] : [3 * value, -value];
}

/** Returns the middle of a range, rounded to one of its steps. */
function middle([min, max, step = defaultStep(min, max)]: NumberRange): number {
  return min + Math.round((max - min) / 2 / step) * step;
}

function defaultStep(min: number, max: number): number {
  return Number.isInteger(min) && Number.isInteger(max) ? 1 : 0.1;
}

function slider(description: string, [min, max, step]: NumberRange, value: number): Widget {
  if (min >= max)
    throw new WidgetError(
      `interact: expected for "${description}" a range [min, max] that rises, found [${min}, ${max}]; put the smaller number first.`,
    );
  const whole = [min, max, value, step ?? 1].every(Number.isInteger);
  const state = { description, min, max, value, ...(step !== undefined && { step }) };
  if (whole) return new IntSlider(state);
  // Neighboring values differ in the readout.
  const decimals = Math.max(0, -Math.floor(Math.log10(step ?? 0.1)));
  return new FloatSlider({ ...state, readout_format: `.${Math.max(2, decimals)}f` });
}
