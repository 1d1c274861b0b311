// Keeps the value of a widget between its bounds, as ipywidgets does: a value outside moves to the nearer bound, and a
// `min` above `max` is an error.
import { WidgetError } from "../errors.js";
import { describeValue } from "./traits.js";

/**
 * Returns the state with the value inside the bounds. It is the same object if the value did not move.
 * @throws {WidgetError} if `min` is above `max`, or a range is reversed
 */
export function bounded(widget: string, state: Record<string, unknown>): Record<string, unknown> {
  const { value, min, max } = state;
  const least = number(min);
  const greatest = number(max);
  if (least !== undefined && greatest !== undefined && least > greatest)
    throw new WidgetError(
      `${widget}.min: expected at most max (${describeValue(max)}), found ${describeValue(min)}.`,
    );
  if (isRange(value) && value[0] > value[1])
    throw new WidgetError(
      `${widget}.value: expected a range whose first number is at most the second, found ${describeValue(value)}.`,
    );
  // The bounds of FloatLogSlider are exponents.
  const power = (end: number | undefined) =>
    end !== undefined && typeof state.base === "number" ? state.base ** end : end;
  const moved = clamped(value, power(least), power(greatest));
  return moved === value ? state : { ...state, value: moved };
}

function isRange(value: unknown): value is [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every((item) => typeof item === "number");
}

function clamped(value: unknown, least = -Infinity, greatest = Infinity): unknown {
  if (Array.isArray(value) && value.every((item) => typeof item === "number")) {
    const items = value.map((item) => clamped(item, least, greatest));
    return items.every((item, i) => item === value[i]) ? value : items;
  }
  const at = number(value);
  if (at === undefined || Number.isNaN(at)) return value;
  const inside = Math.min(greatest, Math.max(least, at));
  if (inside === at) return value;
  return value instanceof Date ? new Date(inside) : inside;
}

function number(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  return value instanceof Date ? value.getTime() : undefined;
}
