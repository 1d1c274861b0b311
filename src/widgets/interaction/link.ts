// Traits that follow each other: through the kernel (link, dlink), where a function may stand between, or in the
// page alone (jslink, jsdlink), where they also work in a saved page without a kernel.
import { sameValue } from "../../kernel/widget/state/equality.js";
import type { Widget } from "../../kernel/widget/widget.js";
import { DirectionalLink, Link } from "../generated/links.js";

/** One trait of one widget. */
export type Endpoint<S extends object, K extends keyof S & string> = readonly [widget: Widget<S>, trait: K];

/** A function between source and target: needed only where their types differ. */
type Between<A, B> = [A] extends [B] ? [transform?: (value: A) => B] : [transform: (value: A) => B];

/**
 * Keeps the target's trait at the source's, through the kernel; it starts with the source's value.
 * @example
 * dlink([slider, "value"], [label, "value"], (value) => `${value} epochs`);
 * @returns a function that ends it
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
 * Keeps two traits at one value, through the kernel; both start with the source's.
 * @returns a function that ends it
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

/** Links two traits in the page, without the kernel, both ways; `close()` of what it gives ends it. */
export function jslink<
  A extends object,
  KA extends keyof A & string,
  B extends object,
  KB extends keyof B & string,
>(source: Endpoint<A, KA>, target: Endpoint<B, KB>): Link {
  return new Link({ source: pair(source), target: pair(target) });
}

/** Has the target's trait follow the source's in the page, without the kernel. */
export function jsdlink<
  A extends object,
  KA extends keyof A & string,
  B extends object,
  KB extends keyof B & string,
>(source: Endpoint<A, KA>, target: Endpoint<B, KB>): DirectionalLink {
  return new DirectionalLink({ source: pair(source), target: pair(target) });
}

function pair<S extends object, K extends keyof S & string>([widget, trait]: Endpoint<S, K>): [
  Widget,
  string,
] {
  widget.get(trait);
  return [widget as unknown as Widget, trait];
}
