// Links between traits. link and dlink copy values in the kernel, where a function can convert them. jslink and jsdlink
// copy them in the page, also in a saved page without a kernel.

import type { Widget } from "typescript-lab/widget";
import { sameValue } from "typescript-lab/widget/spec";
import { DirectionalLink, Link } from "../generated/links.js";

/** A trait of a widget. */
export type Endpoint<S extends object, K extends keyof S & string> = readonly [widget: Widget<S>, trait: K];

/** The function that converts a value; required when source and target have different types. */
export type Between<A, B> = [A] extends [B] ? [transform?: (value: A) => B] : [transform: (value: A) => B];

/**
 * Copies the source's trait to the target's now and after each change, in the kernel.
 * @returns a function that ends the link
 * @throws {WidgetError} when the target does not take the value
 * @example
 * const [slider, label] = [new IntSlider({ value: 12 }), new Label()];
 * dlink([slider, "value"], [label, "value"], (value) => `${value} epochs`);
 */
export function dlink<
  A extends object,
  KA extends keyof A & string,
  B extends object,
  KB extends keyof B & string,
>(
  [source, from]: Endpoint<A, KA>,
  [target, to]: Endpoint<B, KB>,
  ...[transform]: Between<A[KA], B[KB]>
): () => void {
  const follow = (value: A[KA]) => {
    const next = transform ? transform(value) : value;
    target.set({ [to]: next } as never);
  };
  follow(source.get(from));
  return source.observe(from, (change) => follow(change.new));
}

/**
 * Keeps two traits equal, in the kernel. Both start with the source's value.
 * @returns a function that ends the link
 * @throws {WidgetError} when one of them does not take the value
 * @example
 * const [slider, field] = [new IntSlider({ value: 3 }), new IntText()];
 * const end = link([slider, "value"], [field, "value"]);
 */
export function link<
  A extends object,
  KA extends keyof A & string,
  B extends object,
  KB extends keyof B & string,
>(source: Endpoint<A, KA>, target: Endpoint<B, KB> & (A[KA] extends B[KB] ? unknown : never)): () => void {
  const follow = <S extends object, K extends keyof S & string>(
    [widget, trait]: Endpoint<S, K>,
    value: unknown,
  ) => {
    if (!sameValue(widget.get(trait), value)) widget.set({ [trait]: value } as never);
  };
  follow(target, source[0].get(source[1]));
  const ends = [
    source[0].observe(source[1], (change) => follow(target, change.new)),
    target[0].observe(target[1], (change) => follow(source, change.new)),
  ];
  return () => {
    for (const end of ends) end();
  };
}

/**
 * Keeps two traits equal in the page, without the kernel.
 * @returns the link, which its `close()` ends
 * @example
 * const [play, slider] = [new Play({ max: 70 }), new IntSlider({ max: 70 })];
 * jslink([play, "value"], [slider, "value"]);
 */
export function jslink<
  A extends object,
  KA extends keyof A & string,
  B extends object,
  KB extends keyof B & string,
>(source: Endpoint<A, KA>, target: Endpoint<B, KB>): Link {
  return new Link({ source: pair(source), target: pair(target) });
}

/**
 * Copies the source's trait to the target's in the page, without the kernel.
 * @returns the link, which its `close()` ends
 * @example
 * const [slider, bar] = [new IntSlider(), new IntProgress()];
 * jsdlink([slider, "value"], [bar, "value"]);
 */
export function jsdlink<
  A extends object,
  KA extends keyof A & string,
  B extends object,
  KB extends keyof B & string,
>(source: Endpoint<A, KA>, target: Endpoint<B, KB>): DirectionalLink {
  return new DirectionalLink({ source: pair(source), target: pair(target) });
}

/** Returns the endpoint as a Link takes it. @throws {WidgetError} when the widget does not have the trait */
function pair<S extends object, K extends keyof S & string>([widget, trait]: Endpoint<S, K>): [
  Widget,
  string,
] {
  widget.get(trait);
  return [widget as unknown as Widget, trait];
}
