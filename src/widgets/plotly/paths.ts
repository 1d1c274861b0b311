// Dotted keys of plotly, such as "xaxis.range" and "annotations[0].text": their types and their steps.
import type { Data, Layout } from "plotly.js-dist-min";
import { WidgetError } from "typescript-lab/widget";
import { describeValue } from "typescript-lab/widget/spec";
import type { NumericArray } from "./arrays.js";

type Item<T> = T extends readonly (infer I)[] ? I : T extends NumericArray ? number : never;
// plotly types some values, such as templates, as any.
type Member<T, Key extends string> = unknown extends T
  ? unknown
  : T extends unknown
    ? Key extends keyof T
      ? NonNullable<T[Key]>
      : never
    : never;
type Step<T, Key extends string> = Key extends `${infer List}[${number}]`
  ? Item<Member<T, List>>
  : Member<T, Key>;
/** Type of the value at a path. It is never for a path that no value has. */
type At<T, Path extends string> = Path extends `${infer Key}.${infer Rest}`
  ? At<Step<T, Key>, Rest>
  : Step<T, Path>;

type KeyOf<T> = T extends unknown ? keyof T : never;
/** Names the keys without a path, so that an editor completes them. */
type Known<T> = { readonly [K in KeyOf<T>]?: unknown };

/**
 * Changes of a layout by key or path, such as `"xaxis.range"`. A value of null restores plotly's default. An unknown path
 * is a type error.
 */
export type LayoutPatch<Path extends string> = Known<Layout> & {
  readonly [P in Path]?: At<Layout, P> | null;
};

/** Changes of a trace by key or path, such as `"marker.color"`. A value of null restores plotly's default. */
export type TracePatch<Path extends string> = Known<Data> & {
  readonly [P in Path]?: At<Required<Data>, P> | null;
};

/** Names that would lead out of the figure, to what all objects share. */
const shared: ReadonlySet<string> = new Set(["__proto__", "prototype", "constructor"]);

/**
 * Returns the keys and indices of a path.
 * @throws {WidgetError} for another text than keys with dots and indices in brackets
 */
export function stepsOf(path: string): (string | number)[] {
  const isPath = /^[^.[\]]+(\[\d+\])*(\.[^.[\]]+(\[\d+\])*)*$/.test(path);
  const steps = [...path.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([key, index]) =>
    index === undefined ? key : Number(index),
  );
  if (isPath && !steps.some((step) => shared.has(String(step)))) return steps;
  throw new WidgetError(
    `Figure: expected a path such as "xaxis.range" or "annotations[0].text", found ${describeValue(path)}; change the key.`,
  );
}
