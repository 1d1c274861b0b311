// A widget of one's own whose page side is an ES module with `render({ model, el })`, as anywidget has it.
import { randomUUID } from "node:crypto";
import { Layout } from "../generated/styles.js";
import type { Trait } from "./traits.js";
import { Widget, type WidgetSpec } from "./widget.js";

/** How a widget of one's own is made. */
export interface AnyWidgetOptions<S extends object> {
  /** What error messages call it. */
  readonly name: string;
  /** Source of the ES module whose default export renders the widget. */
  readonly esm: string;
  readonly css?: string;
  /** Every trait that page and kernel share, with its first value. */
  readonly state: S;
}

interface PageSide {
  _esm: string;
  _css: string;
  _anywidget_id: string;
  layout: Layout;
}

const model = { name: "AnyModel", module: "anywidget", version: "~0.11.*" };
const view = { name: "AnyView", module: "anywidget", version: "~0.11.*" };

/**
 * @example
 * const counter = new AnyWidget({
 *   name: "Counter",
 *   esm: `export default { render({ model, el }) { el.textContent = model.get("count"); } }`,
 *   state: { count: 1 },
 * });
 */
export class AnyWidget<S extends object> extends Widget<S> {
  constructor({ name, esm, css = "", state }: AnyWidgetOptions<S>) {
    const page: PageSide = {
      _esm: esm,
      _css: css,
      _anywidget_id: `amfmn-lab.${name}.${randomUUID()}`,
      layout: new Layout(),
    };
    const all = { ...page, ...state };
    const traits = Object.entries(all).map(
      ([trait, value]): Trait => ({ name: trait, type: traitType(value), default: null }),
    );
    super({ name, model, view, traits } satisfies WidgetSpec, all);
  }
}

/** A trait keeps the kind of its first value; numbers may be whole or not. */
function traitType(value: unknown): Trait["type"] {
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return "float";
  if (ArrayBuffer.isView(value)) return "bytes";
  if (Array.isArray(value)) return "array";
  return "any";
}
