// Marks over the matrix: borders and names of classes, outlines of images' own captions, the selected cell and the cursor.
import type { Region } from "../../page/camera.js";
import type { Matrix } from "./matrix.js";
import type { Ordering } from "./ordering.js";

/** Smallest cell with an outline, in canvas pixels. */
const outlined = 7;

/** Marks to draw. */
export interface Marks {
  readonly matrix: Matrix;
  readonly region: Region;
  readonly owners: readonly number[];
  readonly cursor: { readonly row: number; readonly column: number } | undefined;
  readonly selected: { readonly row: number; readonly column: number } | undefined;
}

/** Draws the marks of the visible region. */
export function drawMarks(context: CanvasRenderingContext2D, marks: Marks): void {
  const { matrix, region } = marks;
  const { width, height } = context.canvas;
  const cell = { width: width / region.width, height: height / region.height };
  const x = (column: number) => (column - region.x) * cell.width;
  const y = (row: number) => (row - region.y) * cell.height;
  const box = (row: number, column: number, color: string, line: number) => {
    const grow = line / 2;
    context.strokeStyle = color;
    context.lineWidth = line;
    context.strokeRect(
      x(column) - grow,
      y(row) - grow,
      Math.max(4, cell.width) + line,
      Math.max(4, cell.height) + line,
    );
  };
  if (marks.owners.length > 0 && Math.min(cell.width, cell.height) >= outlined) {
    for (let column = Math.floor(region.x); column < region.x + region.width; column++) {
      const owner = marks.owners[matrix.across.from[column] ?? -1];
      const last = Math.min(matrix.down.from.length, region.y + region.height);
      for (let row = Math.floor(region.y); row < last; row++) {
        if (matrix.down.from[row] === owner) box(row, column, "#fff", 2);
      }
    }
  }
  drawGroups(context, matrix.down, (row) => ({ x: 0, y: y(row) }), "down");
  drawGroups(context, matrix.across, (column) => ({ x: x(column), y: 0 }), "across");
  const { cursor, selected } = marks;
  if (selected) box(selected.row, selected.column, "#ff3d00", 4);
  if (!cursor) return;
  context.fillStyle = "rgb(255 255 255 / 35%)";
  context.fillRect(x(cursor.column) + cell.width / 2 - 1, 0, 2, height);
  context.fillRect(0, y(cursor.row) + cell.height / 2 - 1, width, 2);
  box(cursor.row, cursor.column, "#000", 4);
  box(cursor.row, cursor.column, "#fff", 2);
}

function drawGroups(
  context: CanvasRenderingContext2D,
  { groups }: Ordering,
  at: (place: number) => { x: number; y: number },
  direction: "down" | "across",
): void {
  const { width, height } = context.canvas;
  const ratio = width / context.canvas.clientWidth;
  const size = Math.round(14 * ratio);
  context.font = `600 ${size}px system-ui, sans-serif`;
  context.textBaseline = "middle";
  for (const { name, start, end } of groups) {
    const [from, to] = [at(start), at(end)];
    context.fillStyle = "rgb(255 255 255 / 55%)";
    if (direction === "down") context.fillRect(0, from.y - 0.5, width, 1);
    else context.fillRect(from.x - 0.5, 0, 1, height);
    const [top, bottom] = [Math.max(0, from.y), Math.min(height, to.y)];
    if (direction === "across" || bottom - top < size + 4) continue;
    const middle = (top + bottom) / 2;
    const wide = context.measureText(name).width + size;
    context.fillStyle = "rgb(0 0 0 / 62%)";
    context.fillRect(0, middle - size * 0.7, wide, size * 1.4);
    context.fillStyle = "#fff";
    context.fillText(name, size / 2, middle);
  }
}
