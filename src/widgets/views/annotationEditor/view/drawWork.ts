// Draws the regions of the chosen item with their handles, and the polygon that is being drawn.
import type { Point, Viewport } from "../../page/image/viewport.js";
import { type Corner, shapeColors } from "../../pictures/shapes.js";
import { middleAfter } from "../polygons/edits.js";
import type { Session } from "./session.js";

/** Radius of a corner's handle in CSS px. */
const handle = 6;
const dark = "rgb(0 0 0 / 65%)";
const wrong = "#ff7043";

/** Drawing of one frame. */
export interface WorkFrame {
  readonly context: CanvasRenderingContext2D;
  readonly viewport: Viewport;
  /** Screen pixels for each CSS pixel. */
  readonly ratio: number;
}

/**
 * Draws a session's regions.
 * @param faulty indices of the regions with problems
 * @param pointer place of the pointer or of the keyboard's cross, while a polygon is drawn
 */
export function drawWork(
  frame: WorkFrame,
  session: Session,
  faulty: ReadonlySet<number>,
  pointer: Point | undefined,
): void {
  const { context, ratio } = frame;
  context.save();
  context.lineJoin = "round";
  const { region: selected, corner: selectedCorner } = session.selection;
  for (const [region, corners] of session.regions.entries()) {
    const color = faulty.has(region) ? wrong : shapeColors.regions;
    const path = pathOf(frame, corners, true);
    if (region === selected) {
      context.fillStyle = "rgb(77 208 225 / 18%)";
      context.fill(path, "evenodd");
    }
    outline(frame, path, color, region === selected ? 4 : 2.5);
    if (region === selected) {
      for (const i of corners.keys()) dot(frame, middleAfter(corners, i), handle * 0.55, color);
    }
    for (const [i, corner] of corners.entries()) {
      const isSelected = region === selected && i === selectedCorner;
      dot(frame, corner, isSelected ? handle * 1.4 : handle, isSelected ? "#fff" : color);
    }
    label(frame, corners[0]!, String(region + 1));
  }
  const { draft } = session;
  if (draft) {
    const open = pointer ? [...draft, [pointer.x, pointer.y] as const] : draft;
    context.setLineDash([8 * ratio, 5 * ratio]);
    outline(frame, pathOf(frame, open, false), "#fff", 3);
    context.setLineDash([]);
    for (const [i, corner] of draft.entries())
      dot(frame, corner, i === 0 ? handle * 1.3 : handle, i === 0 ? "#fff" : shapeColors.regions);
  }
  context.restore();
}

/** Draws the cross that the arrow keys move. */
export function drawCross({ context, viewport, ratio }: WorkFrame, at: Point): void {
  const { x, y } = viewport.position(at);
  const path = new Path2D();
  for (const [dx, dy] of [
    [1, 0],
    [0, 1],
  ] as const) {
    path.moveTo((x - 16 * dx) * ratio, (y - 16 * dy) * ratio);
    path.lineTo((x + 16 * dx) * ratio, (y + 16 * dy) * ratio);
  }
  outline({ context, viewport, ratio }, path, "#fff", 2);
}

function pathOf({ viewport, ratio }: WorkFrame, corners: readonly Corner[], closed: boolean): Path2D {
  const path = new Path2D();
  for (const [i, [x, y]] of corners.entries()) {
    const at = viewport.position({ x, y });
    if (i === 0) path.moveTo(at.x * ratio, at.y * ratio);
    else path.lineTo(at.x * ratio, at.y * ratio);
  }
  if (closed) path.closePath();
  return path;
}

function outline({ context, ratio }: WorkFrame, path: Path2D, color: string, width: number): void {
  context.lineWidth = (width + 2.5) * ratio;
  context.strokeStyle = dark;
  context.stroke(path);
  context.lineWidth = width * ratio;
  context.strokeStyle = color;
  context.stroke(path);
}

function dot({ context, viewport, ratio }: WorkFrame, [x, y]: Corner, radius: number, color: string): void {
  const at = viewport.position({ x, y });
  const path = new Path2D();
  path.arc(at.x * ratio, at.y * ratio, radius * ratio, 0, 2 * Math.PI);
  context.fillStyle = color;
  context.fill(path);
  context.lineWidth = 2 * ratio;
  context.strokeStyle = dark;
  context.stroke(path);
}

function label({ context, viewport, ratio }: WorkFrame, [x, y]: Corner, text: string): void {
  const at = viewport.position({ x, y });
  context.font = `700 ${16 * ratio}px system-ui, sans-serif`;
  context.lineWidth = 4 * ratio;
  context.strokeStyle = "#000";
  context.strokeText(text, (at.x + 9) * ratio, (at.y - 9) * ratio);
  context.fillStyle = "#fff";
  context.fillText(text, (at.x + 9) * ratio, (at.y - 9) * ratio);
}
