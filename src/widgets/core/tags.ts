// Base class of widgets for a list of tags, with the rules of ipywidgets: no blank tag, none outside of the allowed tags, and
// no number outside of the bounds.
import { Widget, WidgetError } from "typescript-lab/widget";
import { describeValue } from "typescript-lab/widget/spec";
import type { TraitValues } from "./selection.js";

type Tag = string | number;

/** A widget whose value is a list of tags. */
export abstract class Tags<S extends object> extends Widget<S> {
  protected override complete(changes: TraitValues): TraitValues {
    if (!("value" in changes)) return changes;
    const now = (name: string) => changes[name] ?? this.get(name as never);
    const allowed = now("allowed_tags") as readonly Tag[];
    const [least, greatest] = [now("min"), now("max")] as (number | null | undefined)[];
    for (const tag of changes.value as readonly Tag[]) {
      const refuse = (expected: string) => {
        throw new WidgetError(
          `${this.constructor.name}.value: expected ${expected}, found ${describeValue(tag)}; leave it out.`,
        );
      };
      if (tag === "") refuse("tags that are not blank");
      if (allowed.length > 0 && !allowed.includes(tag))
        refuse(`tags among allowed_tags (${describeValue(allowed)})`);
      if (typeof least === "number" && (tag as number) < least) refuse(`numbers of at least ${least}`);
      if (typeof greatest === "number" && (tag as number) > greatest)
        refuse(`numbers of at most ${greatest}`);
    }
    return changes;
  }
}
