// Base classes of widgets that show one of their children, with the rules of ipywidgets: the selected page exists, and each
// page has a title.
import { Widget, WidgetError } from "typescript-lab/widget";
import { describeValue } from "typescript-lab/widget/spec";
import type { TraitValues } from "./selection.js";

/** A widget with pages. It closes when its selected page is taken away. */
export abstract class Pages<S extends object> extends Widget<S> {
  protected override complete(changes: TraitValues): TraitValues {
    const changed = { ...changes };
    const { length: count } = (changes.children ?? this.get("children" as never)) as readonly unknown[];
    const index = (
      "selected_index" in changes ? changes.selected_index : this.get("selected_index" as never)
    ) as number | null;
    if ("selected_index" in changes) checkIndex(this.constructor.name, index, count);
    else if ("children" in changes) changed.selected_index = this.indexAfter(index, count);
    const titles = (changes.titles ?? this.get("titles" as never)) as readonly string[];
    if (titles.length !== count) changed.titles = Array.from({ length: count }, (_, i) => titles[i] ?? "");
    return changed;
  }

  /** Returns the selected index after the number of pages changed. */
  protected indexAfter(index: number | null, count: number): number | null {
    return index !== null && index >= count ? null : index;
  }
}

/** A widget that shows one page whenever it has any. */
export abstract class Tabs<S extends object> extends Pages<S> {
  protected override indexAfter(index: number | null, count: number): number | null {
    return count === 0 ? null : Math.min(index ?? 0, count - 1);
  }
}

function checkIndex(widget: string, index: number | null, count: number): void {
  if (index === null || (index >= 0 && index < count)) return;
  const expected =
    count === 0 ? "null, as there are no children" : `an index from 0 to ${count - 1}, or null`;
  throw new WidgetError(
    `${widget}.selected_index: expected ${expected}, found ${describeValue(index)}; set the children first, or in the same set().`,
  );
}
