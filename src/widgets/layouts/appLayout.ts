// The layout of an application: header, footer, and three panes between them.
import { type Widget, WidgetError, type WidgetInput } from "typescript-lab/widget";
import { describeValue, type TraitType, type WidgetSpec } from "typescript-lab/widget/spec";
import type { TraitValues } from "../core/selection.js";
import { SlotLayout, type SlotLayoutState, slotSpec } from "./slots.js";
import type { GridTemplate } from "./template.js";

/** Three sizes: "10px", "20%", "2fr", or a number of shares of the free space. */
export type PaneSizes = readonly [string | number, string | number, string | number];

/** Traits of {@link AppLayout}. */
export interface AppLayoutState extends SlotLayoutState {
  /** Widget across the top. Default null. */
  header: Widget | null;
  /** Widget across the bottom. Default null. */
  footer: Widget | null;
  /** Widget left of the center. Default null. */
  left_sidebar: Widget | null;
  /** Widget in the center. Default null. */
  center: Widget | null;
  /** Widget right of the center. Default null. */
  right_sidebar: Widget | null;
  /** Widths of left sidebar, center and right sidebar. Default ["1fr", "2fr", "1fr"]. */
  pane_widths: PaneSizes;
  /** Heights of header, center and footer. Default ["1fr", "3fr", "1fr"]. */
  pane_heights: PaneSizes;
}

const slots = ["header", "footer", "left_sidebar", "right_sidebar", "center"] as const;
const sizes = ["pane_widths", "pane_heights"] as const;
const size: TraitType = { type: "union", of: [{ type: "string" }, { type: "float" }] };
const three: TraitType = { type: "tuple", of: [size, size, size] };

export interface AppLayout extends AppLayoutState {}
/**
 * Layout of an application: a header, a footer, and two sidebars around a center. The neighbors of an empty place grow
 * into it.
 * @example
 * const app = new AppLayout({
 *   header: new Label({ value: "Search" }),
 *   left_sidebar: new VBox({ children: [new Text(), new IntSlider()] }),
 *   center: new Output(),
 *   pane_widths: ["200px", 1, 1],
 *   height: "400px",
 * });
 * app.footer = new Label({ value: "10 results" });
 */
export class AppLayout extends SlotLayout<AppLayoutState> {
  /** Model, view and traits. */
  static readonly spec: WidgetSpec = slotSpec("AppLayout", slots, [
    { name: "pane_widths", ...three, default: ["1fr", "2fr", "1fr"] },
    { name: "pane_heights", ...three, default: ["1fr", "3fr", "1fr"] },
  ]);

  /** @throws {WidgetError} when a trait does not take its value */
  constructor(state: WidgetInput<AppLayoutState> = {}) {
    super(state);
  }

  protected override slots(): typeof slots {
    return slots;
  }

  protected override sizes(): typeof sizes {
    return sizes;
  }

  /** Checks the sizes of the panes, too. */
  protected override complete(changes: TraitValues): TraitValues {
    for (const name of sizes)
      if (name in changes) for (const one of changes[name] as PaneSizes) cssSize(`AppLayout.${name}`, one);
    return super.complete(changes);
  }

  protected override template(filled: ReadonlySet<string>): GridTemplate {
    const widths = this.pane_widths.map((one) => cssSize("AppLayout.pane_widths", one));
    const heights = this.pane_heights.map((one) => cssSize("AppLayout.pane_heights", one));
    const { areas, columns, rows } = this.merge
      ? mergedPanes(filled, widths, heights)
      : { areas: [across("header"), panes, across("footer")], columns: widths, rows: heights };
    return { areas, columns: columns.join(" "), rows: rows.join(" ") };
  }
}

const panes = ["left-sidebar", "center", "right-sidebar"];
const across = (area: string) => [area, area, area];

/** Returns the grid in which the filled panes take the space of the empty ones. */
function mergedPanes(filled: ReadonlySet<string>, widths: string[], heights: string[]) {
  const [only, ...others] = filled;
  if (only !== undefined && others.length === 0)
    return { areas: [across(only), across(only), across(only)], columns: widths, rows: heights };
  if (!panes.some((pane) => filled.has(pane)))
    return { areas: [["header"], ["footer"]], columns: ["1fr"], rows: ["1fr", "1fr"] };

  // Without a center its column goes too. The sidebars then share the row.
  const hasCenter = filled.has("center");
  const [left, center, right] = panes.map((pane) => (filled.has(pane) ? pane : undefined));
  const middle = hasCenter ? [left ?? center, center, right ?? center] : [left ?? right, right ?? left];
  const kept = [["header"], middle, ["footer"]]
    .map((row, i) => ({ row, height: heights[i]! }))
    .filter(({ row }) => row === middle || filled.has(row[0]!));
  return {
    areas: kept.map(({ row }) => middle.map((pane) => (row === middle ? pane! : row[0]!))),
    columns: hasCenter ? widths : [widths[0]!, widths[2]!],
    rows: kept.map(({ height }) => height),
  };
}

function cssSize(place: string, size: string | number): string {
  const text = String(size);
  if (/^\d+\.?\d*(px|fr|%)$/.test(text)) return text;
  if (/^\d+\.?\d*$/.test(text)) return `${text}fr`;
  throw new WidgetError(
    `${place}: expected sizes such as "10px", "20%", "2fr" or 2, found ${describeValue(size)}; use one of these units.`,
  );
}
