// Worker thread in which plotly.js draws figures as SVG. jsdom provides the DOM; Skia measures text and draws the canvas
// of heat maps.
import { parentPort, workerData } from "node:worker_threads";
import { createCanvas, type SKRSContext2D } from "@napi-rs/canvas";
import { type DOMWindow, JSDOM } from "jsdom";
import type { DrawReply, DrawRequest } from "./picture.js";

interface Plotly {
  toImage(figure: object, options: object): Promise<string>;
}

const lineHeight = 1.3;
const ruler = createCanvas(1, 1).getContext("2d");

function openWindow(source: string): DOMWindow & { Plotly: Plotly } {
  const { window } = new JSDOM("<!doctype html><body></body>", {
    runScripts: "outside-only",
    pretendToBeVisual: true,
  });
  measureText(window);
  giveCanvas(window);
  Object.assign(window.URL, { createObjectURL: () => "blob:none", revokeObjectURL: () => {} });
  window.eval(source);
  return window as unknown as DOMWindow & { Plotly: Plotly };
}

function measureText(window: DOMWindow): void {
  const boxOf = (element: Element) => {
    const lines = [...element.querySelectorAll("tspan.line")].map(({ textContent }) => textContent);
    const texts = (lines.length > 0 ? lines : [element.textContent]).map((text) => text ?? "");
    // plotly.js sets the font on each text element, so that no style has to be computed.
    const text = (element.matches("text") ? element : element.querySelector("text")) ?? element;
    const { fontSize, fontFamily, fontWeight } = (text as SVGTextElement).style;
    const size = Number.parseFloat(fontSize) || 12;
    ruler.font = `${fontWeight || "normal"} ${size}px ${fontFamily || "sans-serif"}`;
    const width = Math.max(...texts.map((text) => ruler.measureText(text).width));
    const height = texts.length * size * lineHeight;
    const [x, y] = [0, -size];
    return { x, y, width, height, left: x, top: y, right: x + width, bottom: y + height };
  };
  const { prototype } = window.SVGElement;
  const length = (element: Element) => boxOf(element).width;
  Object.assign(prototype, {
    getBBox: shape(boxOf),
    getBoundingClientRect: shape(boxOf),
    getComputedTextLength: shape(length),
    // For labels along a path, which a still picture does not have.
    getTotalLength: () => 0,
    getPointAtLength: () => ({ x: 0, y: 0 }),
  });
}

function shape<R>(of: (element: Element) => R) {
  return function (this: Element): R {
    return of(this);
  };
}

function giveCanvas(window: DOMWindow): void {
  const contexts = new WeakMap<HTMLCanvasElement, SKRSContext2D>();
  const contextOf = (element: HTMLCanvasElement) => {
    const context = contexts.get(element) ?? createCanvas(element.width, element.height).getContext("2d");
    contexts.set(element, context);
    return context;
  };
  Object.assign(window.HTMLCanvasElement.prototype, {
    getContext(this: HTMLCanvasElement, kind: string) {
      return kind === "2d" ? contextOf(this) : null;
    },
    toDataURL(this: HTMLCanvasElement) {
      return contextOf(this).canvas.toDataURL("image/png");
    },
  });
}

const window = openWindow((workerData as { plotly: string }).plotly);

async function draw({ id, data, layout, width, height }: DrawRequest): Promise<DrawReply> {
  try {
    const figure = { data, layout: { ...layout, width, height } };
    const svg = await window.Plotly.toImage(figure, { format: "svg", width, height, imageDataOnly: true });
    return { id, svg };
  } catch (error) {
    return { id, error: (error as Error).message };
  }
}

let last: Promise<unknown> = Promise.resolve();
parentPort!.on("message", (request: DrawRequest) => {
  last = last.then(async () => parentPort!.postMessage(await draw(request)));
});
