// Base class of templates with a named place for each widget.

import type { Widget, WidgetInput } from "typescript-lab/widget";
import type { Trait, WidgetSpec } from "typescript-lab/widget/spec";
import type { TraitValues } from "../core/selection.js";
import {
  type GridTemplate,
  LayoutTemplate,
  type LayoutTemplateState,
  layoutOf,
  templateSpec,
} from "./template.js";

/** Traits of a template with slots. */
export interface SlotLayoutState extends LayoutTemplateState {
  /** Whether the neighbors of an empty slot grow into it. Default true. */
  merge: boolean;
}

/**
 * Returns the specification of a template with slots.
 * @param slots traits that hold a widget or null
 * @param traits further traits
 */
export function slotSpec(name: string, slots: readonly string[], traits: readonly Trait[] = []): WidgetSpec {
  const widgets = slots.map(
    (slot): Trait => ({ name: slot, type: "reference", default: null, allowNone: true }),
  );
  return templateSpec(name, [...widgets, { name: "merge", type: "bool", default: true }, ...traits]);
}

/** Returns the area of a slot: its name as CSS writes it. */
export function areaOf(slot: string): string {
  return slot.replace("_", "-");
}

/** A template whose slots are traits. */
export abstract class SlotLayout<S extends SlotLayoutState> extends LayoutTemplate<S> {
  /** Returns the names of the slots, in the order of the children. */
  protected abstract slots(): readonly (keyof S & string)[];
  /** Returns the names of further traits that the grid depends on. */
  protected abstract sizes(): readonly (keyof S & string)[];
  /**
   * Returns the grid.
   * @param filled areas of the slots that have a widget, at least one
   */
  protected abstract template(filled: ReadonlySet<string>): GridTemplate;

  protected constructor(state: WidgetInput<S>) {
    super(state);
    this.arrange();
    for (const name of [...this.slots(), "merge" as const, ...this.sizes()])
      this.observe(name, () => this.arrange());
  }

  /** Keeps the widgets of the slots and the grid consistent. */
  protected override complete(changes: TraitValues): TraitValues {
    const changed = super.complete(changes);
    if (!this.slots().some((slot) => slot in changes)) return changed;
    const widgets = this.slots()
      .map((slot) => [slot, slot in changes ? changes[slot] : this.get(slot)] as const)
      .filter((entry): entry is readonly [keyof S & string, Widget] => Boolean(entry[1]));
    for (const [slot, widget] of widgets) layoutOf(widget, `${this.constructor.name}.${slot}`);
    return { ...changed, children: widgets.map(([, widget]) => widget) };
  }

  protected override arrange(): void {
    const filled = this.slots().filter((slot) => this.get(slot));
    if (filled.length === 0) return;
    for (const slot of filled)
      layoutOf(this.get(slot) as Widget, `${this.constructor.name}.${slot}`).set({ grid_area: areaOf(slot) });
    this.showGrid(this.template(new Set(filled.map(areaOf))));
  }
}
