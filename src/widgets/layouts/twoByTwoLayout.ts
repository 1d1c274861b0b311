// The layout of two rows and two columns.
import type { Widget, WidgetInput } from "typescript-lab/widget";
import type { WidgetSpec } from "typescript-lab/widget/spec";
import { SlotLayout, type SlotLayoutState, slotSpec } from "./slots.js";
import type { GridTemplate } from "./template.js";

/** Traits of {@link TwoByTwoLayout}. */
export interface TwoByTwoLayoutState extends SlotLayoutState {
  /** Widget at the top left. Default null. */
  top_left: Widget | null;
  /** Widget at the top right. Default null. */
  top_right: Widget | null;
  /** Widget at the bottom left. Default null. */
  bottom_left: Widget | null;
  /** Widget at the bottom right. Default null. */
  bottom_right: Widget | null;
}

const slots = ["top_left", "top_right", "bottom_left", "bottom_right"] as const;

export interface TwoByTwoLayout extends TwoByTwoLayoutState {}
/**
 * Layout of two rows and two columns of the same size. The neighbors of an empty place grow into it.
 * @example
 * const layout = new TwoByTwoLayout({
 *   top_left: new Button({ description: "previous" }),
 *   top_right: new Button({ description: "next" }),
 *   bottom_left: new Text(),
 * });
 * layout.merge = false;
 */
export class TwoByTwoLayout extends SlotLayout<TwoByTwoLayoutState> {
  /** Model, view and traits. */
  static readonly spec: WidgetSpec = slotSpec("TwoByTwoLayout", slots);

  /** @throws {WidgetError} when a trait does not take its value */
  constructor(state: WidgetInput<TwoByTwoLayoutState> = {}) {
    super(state);
  }

  protected override slots(): typeof slots {
    return slots;
  }

  protected override sizes(): readonly [] {
    return [];
  }

  protected override template(filled: ReadonlySet<string>): GridTemplate {
    const [left, right] = ["left", "right"].map((side) => this.column(side, filled)) as [Column, Column];
    const areas = [0, 1].map((row) => [(left ?? right)![row]!, (right ?? left)![row]!]);
    return { areas, columns: "1fr 1fr", rows: "1fr 1fr" };
  }

  /** Returns the areas of a column from top to bottom, undefined for an empty one whose neighbor takes its space. */
  private column(side: string, filled: ReadonlySet<string>): Column {
    const both = [`top-${side}`, `bottom-${side}`] as const;
    if (!this.merge) return both;
    const [first, second] = both.filter((area) => filled.has(area));
    return first === undefined ? undefined : [first, second ?? first];
  }
}

type Column = readonly [top: string, bottom: string] | undefined;
