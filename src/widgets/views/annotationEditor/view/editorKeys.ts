// Keys of the image: the cross that draws, the selected corner, and commands.

import { viewportKey } from "../../page/image/imageControls.js";
import type { Point, Viewport } from "../../page/image/viewport.js";
import type { Session } from "./session.js";

/** Steps of the cross and of a corner in CSS px, and their factor with Shift. */
const [crossStep, cornerStep, larger] = [5, 1, 10];
const directions: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The cross that the arrow keys move while a region is drawn. */
export interface Cross {
  at: Point | undefined;
}

/**
 * Handles a key of the image.
 * @returns true for a key that means something here
 */
export function editorKey(event: KeyboardEvent, session: Session, viewport: Viewport, cross: Cross): boolean {
  const { key, shiftKey } = event;
  if (event.ctrlKey || event.metaKey) return false;
  const direction = directions[key];
  const step = (size: number) => (size * (shiftKey ? larger : 1)) / viewport.scale;
  if (session.draft) {
    if (direction) {
      const { x, y } = cross.at ?? viewport.at(0.5, 0.5);
      const size = step(crossStep);
      cross.at = {
        x: Math.min(viewport.columns, Math.max(0, x + direction[0] * size)),
        y: Math.min(viewport.rows, Math.max(0, y + direction[1] * size)),
      };
      viewport.reveal(cross.at);
    } else if (key === " ") session.place(cross.at ?? viewport.at(0.5, 0.5));
    else if (key === "Enter") session.close();
    else if (key === "Backspace") session.takeBack();
    else if (key === "Escape") session.cancel();
    else return viewportKey(viewport, key);
    return true;
  }
  const { region, corner } = session.selection;
  const place = session.regions[region]?.[corner];
  if (direction && place) {
    const size = step(cornerStep);
    const to = { x: place[0] + direction[0] * size, y: place[1] + direction[1] * size };
    session.moveCorner(to);
    viewport.reveal({ x: to.x, y: to.y });
  } else if (direction && event.altKey && region >= 0)
    session.moveRegion([direction[0] * step(cornerStep), direction[1] * step(cornerStep)]);
  else if (key === "n" || key === "N") session.draw();
  else if (key === "c" || key === "C") session.step("corner", key === "c" ? 1 : -1);
  else if (key === "r" || key === "R") session.step("region", key === "r" ? 1 : -1);
  else if (key === "i" && corner >= 0) session.insertAfter(region, corner);
  else if (key === "Delete" || key === "Backspace") session.deleteSelected();
  else if (key === "Escape") session.cancel();
  else return viewportKey(viewport, key);
  return true;
}
