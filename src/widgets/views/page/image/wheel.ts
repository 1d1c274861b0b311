// The meaning of a wheel event over an image: nothing, a zoom or a pan.

/** The parts of a WheelEvent that decide. */
export interface WheelTurn {
  readonly deltaX: number;
  readonly deltaY: number;
  /** Unit of the deltas: 0 pixels, 1 lines, 2 pages. */
  readonly deltaMode: number;
  /** Also true for a pinch on a trackpad. */
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

/** A factor of the visible region, or a distance in CSS pixels. */
export type WheelMove =
  | { readonly zoom: number }
  | { readonly pan: readonly [x: number, y: number] }
  | undefined;

/** A wheel turns by at least this many pixels at once. A trackpad sends smaller steps. */
const wheelStep = 40;
const pixels = [1, 16, 400];

/**
 * Returns the move of a wheel event. Without the focus and without Ctrl the page scrolls. With it a wheel zooms, two
 * fingers on a trackpad pan, and their pinch, which arrives with Ctrl, zooms.
 */
export function wheelMove(turn: WheelTurn, hasFocus: boolean): WheelMove {
  const unit = pixels[turn.deltaMode] ?? 1;
  const [x, y] = [turn.deltaX * unit, turn.deltaY * unit];
  if (turn.ctrlKey || turn.metaKey) return { zoom: factor(y * (Math.abs(y) < wheelStep ? 6 : 1)) };
  if (!hasFocus) return undefined;
  if (turn.shiftKey) return { pan: x === 0 ? [y, 0] : [x, y] };
  if (x !== 0 || (turn.deltaMode === 0 && Math.abs(y) < wheelStep)) return { pan: [x, y] };
  return { zoom: factor(y) };
}

/** Returns a factor between a half and two. */
function factor(delta: number): number {
  return Math.min(2, Math.max(0.5, 1.0016 ** delta));
}
