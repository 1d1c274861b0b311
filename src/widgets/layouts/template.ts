// Base class of the layout templates of ipywidgets: a GridBox with traits that are handed to its Layout.
import { type Widget, WidgetError, type WidgetInput } from "typescript-lab/widget";
import { describeValue, type Trait, type WidgetSpec } from "typescript-lab/widget/spec";
import type { TraitValues } from "../core/selection.js";
import { GridBox, type GridBoxState } from "../generated/containers.js";
import type { Layout } from "../generated/styles.js";

/** Traits of every layout template, besides those of a GridBox. */
export interface LayoutTemplateState extends GridBoxState {
  /** Gap between the cells, such as "8px". Default null. */
  grid_gap: string | null;
  /** Horizontal place of the grid in the box. Default null. */
  justify_content: "flex-start" | "flex-end" | "center" | "space-between" | "space-around" | null;
  /** Vertical place of the widgets in their cells. "top" is "flex-start", "bottom" is "flex-end". Default null. */
  align_items: "top" | "bottom" | "flex-start" | "flex-end" | "center" | "baseline" | "stretch" | null;
  /** Width of the box, such as "100%". Default null. */
  width: string | null;
  /** Height of the box, such as "400px". Default null. */
  height: string | null;
}

/** The grid of a box, as its Layout takes it. */
export interface GridTemplate {
  /** Name of the area of each cell, row by row. "." is an empty cell. */
  readonly areas: readonly (readonly string[])[];
  /** Sizes of the columns. */
  readonly columns: string;
  /** Sizes of the rows. */
  readonly rows: string;
}

/** Values of the traits that take one of a few words, in any case. */
const words: Readonly<Record<string, readonly string[]>> = {
  justify_content: ["flex-start", "flex-end", "center", "space-between", "space-around"],
  align_items: ["top", "bottom", "flex-start", "flex-end", "center", "baseline", "stretch"],
};
const handedOver = ["grid_gap", "justify_content", "align_items", "width", "height"] as const;

/** GridBox as the base of a class with further traits. */
const Grid = GridBox as unknown as abstract new <S extends object>(state: WidgetInput<S>) => Widget<S>;

/**
 * Returns the specification of a template: a GridBox in the page, with traits that only the kernel has.
 * @param name name of the class
 * @param traits traits besides those of {@link LayoutTemplateState}
 */
export function templateSpec(name: string, traits: readonly Omit<Trait, "synced">[]): WidgetSpec {
  const styles = handedOver.map(
    (style): Trait => ({ name: style, type: "string", default: null, allowNone: true }),
  );
  const local = [...styles, ...traits].map((trait): Trait => ({ ...trait, synced: false }));
  return { ...GridBox.spec, name, traits: [...GridBox.spec.traits, ...local] };
}

/** A GridBox that computes its grid. */
export abstract class LayoutTemplate<S extends LayoutTemplateState> extends Grid<S> {
  protected constructor(state: WidgetInput<S>) {
    super(state);
    for (const name of handedOver) {
      if (this.get(name)) this.handOver(name);
      this.observe(name, () => this.handOver(name));
    }
    this.observe("layout", () => {
      for (const name of handedOver) if (this.get(name)) this.handOver(name);
      this.arrange();
    });
  }

  /** Writes the grid into the Layout of the box, and the areas into those of the children. */
  protected abstract arrange(): void;

  /** Checks and rewrites the words of the style, such as "top". */
  protected override complete(changes: TraitValues): TraitValues {
    const changed = { ...changes };
    for (const [name, known] of Object.entries(words)) {
      const value = changes[name];
      if (typeof value === "string")
        changed[name] = knownWord(`${this.constructor.name}.${name}`, known, value);
    }
    return changed;
  }

  /** Writes a grid into the Layout of the box. */
  protected showGrid({ areas, columns, rows }: GridTemplate): void {
    this.get("layout").set({
      grid_template_columns: columns,
      grid_template_rows: rows,
      grid_template_areas: areas.map((row) => `"${row.join(" ")}"`).join("\n"),
    });
  }

  private handOver(name: (typeof handedOver)[number]): void {
    const value: string | null = this.get(name);
    const sides: Readonly<Record<string, string>> =
      name === "align_items" ? { top: "flex-start", bottom: "flex-end" } : {};
    this.get("layout").set({ [name]: (value !== null && sides[value]) || value });
  }
}

/**
 * Returns the Layout of a widget that is put into a cell.
 * @throws {WidgetError} for a widget without one, such as a style or a link
 */
export function layoutOf(widget: Widget, place: string): Layout {
  const layout = widget.get("layout" as never) as Layout | undefined;
  if (layout) return layout;
  throw new WidgetError(
    `${place}: expected a widget with a view, found ${describeValue(widget)}; use another.`,
  );
}

function knownWord(place: string, known: readonly string[], value: string): string {
  const word = known.find((one) => one === value.toLowerCase());
  if (word !== undefined) return word;
  const list = known.map((one) => JSON.stringify(one)).join(", ");
  throw new WidgetError(
    `${place}: expected one of ${list}, or null, found ${describeValue(value)}; use one of these.`,
  );
}
