// Elements of the page sides: controls, canvases and styles.
import { type ColorMapName, colorMap } from "../../../lib/base/drawing/colorMaps.js";
import { change, type Disposables, type PageModel } from "../../core/pageModel.js";
import theme from "./theme.css";

/** Returns a new element with attributes and children. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Adds the style of all views and a view's own style to its root. Keys inside the view do not reach the notebook. */
export function addStyle(root: HTMLElement, own = ""): void {
  root.classList.add("amfmn-view");
  root.append(element("style", {}, theme + own));
  // JupyterLab handles shortcuts of keys that bubble up. Notebook 7 handles them before the view does, unless the
  // focused element has this attribute.
  root.addEventListener("keydown", (event) => event.stopPropagation());
  root.addEventListener("focusin", ({ target }) => {
    (target as HTMLElement).dataset.lmSuppressShortcuts = "true";
  });
}

/** Values of a slider. */
export interface SliderRange {
  /** Default 0. */
  readonly least?: number;
  /** Default 1. */
  readonly most?: number;
  /** Default 0.01. */
  readonly step?: number;
  /** Decimals of the reading. Default 2. */
  readonly digits?: number;
}

/** Returns a slider, over 0…1 by default, that shows a trait and changes it. */
export function slider<S extends object, K extends keyof S & string>(
  model: PageModel<S>,
  disposables: Disposables,
  name: K,
  label: string,
  { least = 0, most = 1, step = 0.01, digits = 2 }: SliderRange = {},
): HTMLElement {
  const range = { min: String(least), max: String(most), step: String(step) };
  const input = element("input", { type: "range", ...range, "aria-label": label });
  const reading = element("output");
  input.addEventListener("input", () => change(model, name, Number(input.value) as S[K]));
  disposables.follow(model, [name], () => {
    const value = model.get(name) as number;
    input.value = String(value);
    reading.textContent = value.toFixed(digits);
  });
  return element("label", {}, label, input, reading);
}

/** Returns a menu that shows a trait and changes it. */
export function choice<S extends object, K extends keyof S & string>(
  model: PageModel<S>,
  disposables: Disposables,
  name: K,
  label: string,
  options: readonly { readonly value: S[K]; readonly text: string }[],
): HTMLElement {
  const select = element(
    "select",
    { "aria-label": label },
    ...options.map(({ text }, i) => element("option", { value: String(i) }, text)),
  );
  select.addEventListener("change", () => change(model, name, options[Number(select.value)]!.value));
  disposables.follow(model, [name], () => {
    select.value = String(options.findIndex(({ value }) => value === model.get(name)));
  });
  return element("label", {}, label, select);
}

/** Returns a bar of a color map with the values at its ends. */
export function colorBar(name: ColorMapName, low: string, high: string): HTMLElement {
  const color = colorMap(name);
  const stops = Array.from({ length: 17 }, (_, i) => `rgb(${color(i / 16).join(" ")})`);
  const strip = element("i", { style: `background:linear-gradient(to right,${stops.join(",")})` });
  const label = `colors from ${low} to ${high}`;
  return element("span", { class: "color-bar", role: "img", "aria-label": label }, low, strip, high);
}

/**
 * Gives a canvas a size in CSS pixels and as many pixels as it covers on the screen.
 * @returns its context and its size in screen pixels
 */
export function fitCanvas(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
): { context: CanvasRenderingContext2D; width: number; height: number } {
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  const size = {
    width: Math.max(1, Math.round(width * ratio)),
    height: Math.max(1, Math.round(height * ratio)),
  };
  if (canvas.width !== size.width || canvas.height !== size.height) Object.assign(canvas, size);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  return { context: canvas.getContext("2d")!, ...size };
}

/** Returns a height in CSS pixels that fits into the window together with the controls. */
export function heightInView(preferred: number): number {
  return Math.min(preferred, Math.max(280, 0.58 * window.innerHeight));
}

/** Returns a function that draws once in the next frame, after any number of calls. */
export function oncePerFrame(draw: () => void): () => void {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      draw();
    });
  };
}
