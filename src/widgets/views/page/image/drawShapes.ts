// Draws shapes over an image in the page.
import {
  circleDash,
  lineWidth,
  type Shapes,
  shapeColors,
  shapeKinds,
  shapeNames,
  shapePaths,
} from "../../pictures/shapes.js";
import { element } from "../elements.js";
import type { Viewport } from "./viewport.js";

/** Draws shapes with dark borders. @param ratio screen pixels for each CSS pixel */
export function drawShapes(
  context: CanvasRenderingContext2D,
  shapes: Shapes,
  viewport: Viewport,
  ratio: number,
): void {
  const at = ([x, y]: readonly [number, number]) => {
    const position = viewport.position({ x, y });
    return [position.x * ratio, position.y * ratio] as const;
  };
  context.save();
  context.lineJoin = "round";
  for (const { kind, d } of shapePaths(shapes, at, viewport.scale * ratio, ratio)) {
    const path = new Path2D(d);
    context.setLineDash([]);
    context.lineWidth = (lineWidth + 3) * ratio;
    context.strokeStyle = "rgb(0 0 0 / 60%)";
    context.stroke(path);
    if (kind === "circles") context.setLineDash(circleDash.map((length) => length * ratio));
    context.lineWidth = lineWidth * ratio;
    context.strokeStyle = shapeColors[kind];
    context.stroke(path);
  }
  context.restore();
}

/** Returns a legend of the kinds of shapes that are drawn over some images. */
export function shapeLegend(drawn: readonly Shapes[]): HTMLElement {
  const shown = shapeKinds.filter((kind) => drawn.some((shapes) => shapes[kind].length > 0));
  const entries = shown.map((kind) =>
    element("span", { class: `legend ${kind}`, style: `--shape:${shapeColors[kind]}` }, shapeNames[kind]),
  );
  return element("span", { class: "legends" }, ...entries);
}
