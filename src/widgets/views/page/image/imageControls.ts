// Mouse, wheel, fingers and keys over an image. The page can be scrolled over it until it has the focus.
import { cameraKey } from "../cameraControls.js";
import { type Finger, pinch } from "./pinch.js";
import type { Point, Viewport } from "./viewport.js";
import { wheelMove } from "./wheel.js";

/** A press that moves the pointer by at most this distance is a click, in px. */
const slack = 4;
const pans: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-0.15, 0],
  ArrowRight: [0.15, 0],
  ArrowUp: [0, -0.15],
  ArrowDown: [0, 0.15],
};

/** A dragged part of a drawing. */
export interface Drag {
  move(to: Point): void;
  /** @param moved false for a click */
  end(moved: boolean): void;
}

/** Callbacks of the controls. Points are in pixels of the image. */
export interface ImageActions {
  /** Called after the viewport moved. */
  readonly moved: () => void;
  /** Called when the pointer moves over the canvas, with undefined when it leaves. */
  readonly pointed?: (at: Point | undefined) => void;
  /** Called after a click. */
  readonly clicked?: (at: Point, event: PointerEvent) => void;
  /** Returns the part of a drawing at a point, which is dragged instead of the image. */
  readonly grabbed?: (at: Point, event: PointerEvent) => Drag | undefined;
  /** Called when the wheel turned without Ctrl over an image without focus. */
  readonly scrolled?: () => void;
}

/** Connects a canvas with its viewport. */
export function controlImage(canvas: HTMLCanvasElement, viewport: Viewport, actions: ImageActions): void {
  const place = ({ clientX, clientY }: MouseEvent): Finger => {
    const box = canvas.getBoundingClientRect();
    return { u: (clientX - box.left) / box.width, v: (clientY - box.top) / box.height };
  };
  const pointAt = ({ u, v }: Finger) => viewport.at(u, v);
  const hasFocus = () => canvas.matches(":focus");
  controlWheel(canvas, viewport, actions, place, hasFocus);

  const fingers = new Map<number, Finger>();
  let travelled = 0;
  let drag: Drag | undefined;
  // One finger scrolls the page and two move the image, until a touch gives it the focus.
  canvas.style.touchAction = "pan-x pan-y";
  canvas.addEventListener("focus", () => {
    canvas.style.touchAction = "none";
  });
  canvas.addEventListener("blur", () => {
    canvas.style.touchAction = "pan-x pan-y";
  });
  const hold = (event: TouchEvent) => {
    if (event.touches.length > 1 && event.cancelable) event.preventDefault();
  };
  for (const name of ["touchstart", "touchmove"] as const)
    canvas.addEventListener(name, hold, { passive: false });
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, place(event));
    if (fingers.size > 1) {
      drag?.end(true);
      drag = undefined;
      travelled = Number.POSITIVE_INFINITY;
      return;
    }
    travelled = 0;
    drag = actions.grabbed?.(pointAt(place(event)), event);
  });
  canvas.addEventListener("pointermove", (event) => {
    const [before, after] = [fingers.get(event.pointerId), place(event)];
    if (!before) return actions.pointed?.(pointAt(after));
    const earlier = [...fingers.values()] as [Finger, Finger];
    fingers.set(event.pointerId, after);
    travelled += Math.hypot(
      (after.u - before.u) * canvas.clientWidth,
      (after.v - before.v) * canvas.clientHeight,
    );
    if (fingers.size === 2) {
      pinch(
        viewport,
        earlier,
        [...fingers.values()] as [Finger, Finger],
        canvas.clientWidth / canvas.clientHeight,
      );
    } else if (travelled <= slack) return;
    else if (drag) return drag.move(pointAt(after));
    else viewport.pan(before.u - after.u, before.v - after.v);
    actions.moved();
  });
  const lift = (event: PointerEvent) => {
    if (!fingers.delete(event.pointerId)) return;
    if (fingers.size > 0) return;
    const isClick = travelled <= slack && event.type === "pointerup";
    if (drag) drag.end(!isClick);
    if (isClick) actions.clicked?.(pointAt(place(event)), event);
    drag = undefined;
  };
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);
  canvas.addEventListener("pointerleave", () => actions.pointed?.(undefined));
}

/** Moves the viewport by the arrow keys and zooms by + − 0. @returns true for one of these keys */
export function viewportKey(viewport: Viewport, key: string): boolean {
  const pan = pans[key];
  if (!pan) return cameraKey(viewport, key);
  viewport.pan(...pan);
  return true;
}

function controlWheel(
  canvas: HTMLCanvasElement,
  viewport: Viewport,
  { moved, scrolled }: ImageActions,
  place: (event: MouseEvent) => Finger,
  hasFocus: () => boolean,
): void {
  const turned = (event: WheelEvent) => {
    const move = wheelMove(event, hasFocus());
    if (!move) return scrolled?.();
    event.preventDefault();
    const { u, v } = place(event);
    if ("zoom" in move) viewport.zoom(move.zoom, u, v);
    else viewport.pan(move.pan[0] / canvas.clientWidth, move.pan[1] / canvas.clientHeight);
    moved();
  };
  canvas.addEventListener("wheel", turned, { passive: false });
}
