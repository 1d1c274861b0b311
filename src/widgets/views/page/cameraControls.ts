// Mouse, keys and buttons of a camera.
import type { Camera, Zoomable } from "./camera.js";
import { element } from "./elements.js";

/** A press that moves the pointer by at most this distance is a click, in px. */
const slack = 4;

/** Callbacks of a camera's controls. */
export interface CameraActions {
  /** Called after the camera moved. */
  readonly moved: () => void;
  /** Called when the pointer moves over the canvas. */
  readonly pointed?: (u: number, v: number) => void;
  /** Called after a click. */
  readonly clicked?: (u: number, v: number) => void;
}

/** Lets the wheel zoom at the pointer and dragging move the camera. */
export function controlCamera(canvas: HTMLCanvasElement, camera: Camera, actions: CameraActions): void {
  let pressed: { x: number; y: number; travelled: number } | undefined;
  const share = ({ clientX, clientY }: MouseEvent): [number, number] => {
    const box = canvas.getBoundingClientRect();
    return [(clientX - box.left) / box.width, (clientY - box.top) / box.height];
  };
  canvas.style.touchAction = "none";
  canvas.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      camera.zoom(1.0016 ** event.deltaY, ...share(event));
      actions.moved();
    },
    { passive: false },
  );
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    pressed = { x: event.clientX, y: event.clientY, travelled: 0 };
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (pressed) {
      const [dx, dy] = [event.clientX - pressed.x, event.clientY - pressed.y];
      pressed = { x: event.clientX, y: event.clientY, travelled: pressed.travelled + Math.hypot(dx, dy) };
      if (pressed.travelled > slack) {
        camera.pan(-dx / canvas.clientWidth, -dy / canvas.clientHeight);
        actions.moved();
      }
    }
    actions.pointed?.(...share(event));
  });
  canvas.addEventListener("pointerup", (event) => {
    if (pressed && pressed.travelled <= slack) actions.clicked?.(...share(event));
    pressed = undefined;
  });
  canvas.addEventListener("pointercancel", () => {
    pressed = undefined;
  });
}

/** Zooms by the keys + and −, shows the whole plane by 0. @returns true for one of these keys */
export function cameraKey(camera: Zoomable, key: string, u = 0.5, v = 0.5): boolean {
  if (key === "+" || key === "=") camera.zoom(1 / 1.4, u, v);
  else if (key === "-" || key === "−") camera.zoom(1.4, u, v);
  else if (key === "0") camera.show(camera.whole);
  else return false;
  return true;
}

/** Returns buttons that zoom in, zoom out and show the whole plane. */
export function cameraButtons(camera: Zoomable, moved: () => void): HTMLElement {
  const button = (text: string, label: string, act: () => void) => {
    const made = element("button", { type: "button", "aria-label": label, title: label }, text);
    made.addEventListener("click", () => {
      act();
      moved();
    });
    return made;
  };
  return element(
    "span",
    { class: "bar", style: "gap:4px;margin:0" },
    button("+", "Zoom in", () => camera.zoom(1 / 1.4)),
    button("−", "Zoom out", () => camera.zoom(1.4)),
    button("Fit", "Show all", () => camera.show(camera.whole)),
  );
}
