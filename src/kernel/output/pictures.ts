// Recognizes values of other libraries that are pictures or markup: canvases, DOM nodes and SVG text. They have no display
// method, and a notebook shows them as pictures all the same.
import type { MimeBundle } from "../host/display.js";

/** Members that the canvases of @napi-rs/canvas, node-canvas and skia-canvas have in common. */
interface Canvas {
  readonly width: number;
  readonly height: number;
  getContext(kind: string): unknown;
  toBuffer(mime: string): Uint8Array | PromiseLike<Uint8Array>;
}

/** Members of a DOM node. */
interface DomNode {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly namespaceURI?: string | null;
  readonly outerHTML?: string;
  readonly textContent?: string | null;
  readonly documentElement?: DomNode | null;
  readonly childNodes?: ArrayLike<DomNode>;
  toDataURL?(mime: string): string | null;
}

const svgNamespace = "http://www.w3.org/2000/svg";
const svgText =
  /^\s*(?:<\?xml[^>]*\?>\s*|<!--(?:(?!-->).)*-->\s*|<!DOCTYPE svg[^>]*>\s*)*<svg[\s>].*<\/svg>\s*$/is;

/** Returns the MIME bundle of a picture or of markup, and undefined for any other value. */
export function pictureOf(value: unknown): MimeBundle | Promise<MimeBundle> | undefined {
  if (typeof value === "string") return svgText.test(value) ? svgBundle(value) : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  try {
    if (isNode(value)) return markupOf(value);
    if (isCanvas(value)) return canvasBundle(value);
  } catch {
    // A getter of another object may throw. The value is then shown as text.
  }
  return undefined;
}

function isCanvas(value: object): value is Canvas {
  const { width, height, getContext, toBuffer } = value as Partial<Canvas>;
  return (
    [getContext, toBuffer].every((one) => typeof one === "function") && [width, height].every(Number.isFinite)
  );
}

function canvasBundle(canvas: Canvas): MimeBundle | Promise<MimeBundle> | undefined {
  const made = canvas.toBuffer("image/png");
  const bundle = (bytes: Uint8Array) => pngBundle(Buffer.from(bytes).toString("base64"), canvas);
  if (made instanceof Uint8Array) return bundle(made);
  return typeof made?.then === "function" ? Promise.resolve(made).then(bundle) : undefined;
}

function pngBundle(base64: string, { width, height }: { width: number; height: number }): MimeBundle {
  return { "image/png": base64, "text/plain": `<canvas of ${width} × ${height} pixels>` };
}

function isNode(value: object): value is DomNode {
  const { nodeType, nodeName, childNodes } = value as Partial<DomNode>;
  return Number.isInteger(nodeType) && typeof nodeName === "string" && typeof childNodes?.length === "number";
}

function markupOf(node: DomNode): MimeBundle | undefined {
  const drawn = drawnOn(node);
  if (drawn) return drawn;
  if (node.nodeName.toLowerCase() === "svg" && node.namespaceURI === svgNamespace) {
    const text = node.outerHTML!;
    // In an HTML document the serialization leaves the namespace out, which a file of SVG needs.
    return svgBundle(
      /^<svg[^>]*\sxmlns=/.test(text) ? text : text.replace(/^<svg/, `<svg xmlns="${svgNamespace}"`),
    );
  }
  const html = htmlOf(node);
  return html === undefined ? undefined : { "text/html": html, "text/plain": html };
}

/** Returns the picture on a canvas element. jsdom without a canvas package returns no data. */
function drawnOn(node: DomNode): MimeBundle | undefined {
  if (node.nodeName !== "CANVAS") return undefined;
  const data = /^data:image\/png;base64,(.+)$/.exec(node.toDataURL?.("image/png") ?? "")?.[1];
  return data === undefined ? undefined : pngBundle(data, node as unknown as Canvas);
}

function htmlOf(node: DomNode): string | undefined {
  if (typeof node.outerHTML === "string")
    return node.namespaceURI === svgNamespace && node.nodeName.toLowerCase() !== "svg"
      ? `<svg xmlns="${svgNamespace}">${node.outerHTML}</svg>`
      : node.outerHTML;
  if (node.documentElement) return node.documentElement.outerHTML;
  if (node.nodeType !== 11) return undefined;
  return Array.from(node.childNodes!, (child) => child.outerHTML ?? escaped(child.textContent ?? "")).join(
    "",
  );
}

function escaped(text: string): string {
  return text.replace(/[&<]/g, (character) => (character === "&" ? "&amp;" : "&lt;"));
}

function svgBundle(text: string): MimeBundle {
  return { "image/svg+xml": text, "text/plain": text };
}
