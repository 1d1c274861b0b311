// Base classes of widgets that choose among options. The page knows only labels and indices. These classes map them to
// options of any type.
import { Widget, WidgetError, type WidgetInput } from "typescript-lab/widget";
import { describeValue, sameValue, type Trait, type WidgetSpec } from "typescript-lab/widget/spec";

/**
 * Options of a selection: a list, or values by label in an object. A Map keeps the order of labels that look like
 * numbers.
 */
export type Options<V> = readonly V[] | ReadonlyMap<string, V> | Readonly<Record<string, V>>;

/** Traits of every selection. */
export interface SelectionTraits<V> {
  /** The options. After a change the first one is chosen, or none in a multiple selection. */
  options: Options<V>;
}
/** Traits of a selection of one option. */
export interface SingleSelectionTraits<V> extends SelectionTraits<V> {
  /** The chosen option, null for none. Default the first one. */
  value: V | null;
}
/** Traits of a selection of any number of options. */
export interface MultipleSelectionTraits<V> extends SelectionTraits<V> {
  /** The chosen options, in the order of the list. Default none. */
  value: readonly V[];
}
/** Traits of a selection of a range of options. */
export interface RangeSelectionTraits<V> extends SelectionTraits<V> {
  /** The first and the last option of the range. Default the first one twice. */
  value: readonly [V, V];
}

/** Argument of a selection's constructor: its options, and any of its other traits. */
export type SelectionInput<S extends object, V, T extends SelectionTraits<V>> = Omit<
  WidgetInput<S>,
  "_options_labels"
> & {
  /** The options. */
  readonly options: Options<V>;
} & Partial<Omit<T, "options">>;

const localTraits: readonly Trait[] = [
  { name: "options", type: "object", default: [], synced: false },
  { name: "value", type: "any", default: null, synced: false },
];

/** Traits by name. */
export type TraitValues = Record<string, unknown>;

/** Selections whose first choice has been made. */
const opened = new WeakSet<object>();

abstract class Selection<S extends object, V, T extends SelectionTraits<V>> extends Widget<S & T> {
  protected constructor(spec: WidgetSpec, state: SelectionInput<S, V, T>) {
    const traits = [...spec.traits, ...localTraits];
    super({ ...spec, traits }, state as unknown as WidgetInput<S & T>);
    opened.add(this);
  }

  /** True for a class that always has a value, and so needs an option. */
  protected abstract readonly isNonempty: boolean;

  /** Returns the index or indices of a value among the options, undefined for a value that is not among them. */
  protected abstract indexOf(value: unknown, options: readonly V[]): unknown;
  /** Returns the value of an index or of indices. */
  protected abstract valueAt(index: unknown, options: readonly V[]): unknown;
  /** Returns the index or indices of the initial choice. */
  protected abstract firstIndex(options: readonly V[]): unknown;

  protected override complete(changes: TraitValues): TraitValues {
    const changed = { ...changes };
    const pairs = labelled((changes.options ?? this.get("options" as never)) as Options<V>);
    const options = pairs.map(([, value]) => value);
    if ("options" in changes) {
      if (options.length === 0 && this.isNonempty) {
        throw new WidgetError(
          `${this.constructor.name}.options: expected at least one option, found none; make the widget when there are some.`,
        );
      }
      changed._options_labels = pairs.map(([label]) => label);
      if (!("value" in changes) && !("index" in changes)) {
        // New options do not force a choice where none was made.
        const hasNone = opened.has(this) && this.get("index" as never) === null;
        changed.index = hasNone ? null : this.firstIndex(options);
      }
    }
    if ("index" in changes && !indicesOf(changes.index).every((at) => at >= 0 && at < options.length)) {
      throw new WidgetError(
        `${this.constructor.name}.index: expected ${options.length > 0 ? `indices from 0 to ${options.length - 1}` : "none, as there are no options"}, found ${describeValue(changes.index)}; choose another.`,
      );
    }
    if ("value" in changes) {
      changed.index = this.indexOf(changes.value, options);
      if (changed.index === undefined) {
        const name = this.constructor.name;
        const list = pairs.map(([label]) => label).join(", ");
        throw new WidgetError(
          `${name}.value: expected one of the options (${list}), found ${describeValue(changes.value)}; choose an option, or change the options in the same set().`,
        );
      }
    }
    if ("index" in changed) changed.value = this.valueAt(changed.index, options);
    return changed;
  }
}

/** A selection of one option. */
export abstract class SingleSelection<S extends object, V> extends Selection<S, V, SingleSelectionTraits<V>> {
  protected get isNonempty(): boolean {
    const { spec } = this.constructor as unknown as { readonly spec: WidgetSpec };
    return spec.traits.some(({ name, allowNone }) => name === "index" && !allowNone);
  }
  protected indexOf(value: unknown, options: readonly V[]): unknown {
    return value === null ? null : position(value, options);
  }
  protected valueAt(index: unknown, options: readonly V[]): unknown {
    return index === null ? null : (options[index as number] ?? null);
  }
  protected firstIndex(options: readonly V[]): unknown {
    return options.length > 0 ? 0 : null;
  }
}

/** A selection of any number of options. */
export abstract class MultipleSelection<S extends object, V> extends Selection<
  S,
  V,
  MultipleSelectionTraits<V>
> {
  protected get isNonempty(): boolean {
    return false;
  }
  protected indexOf(value: unknown, options: readonly V[]): unknown {
    return positions(value, options)?.sort((a, b) => a - b);
  }
  protected valueAt(index: unknown, options: readonly V[]): unknown {
    return (index as number[]).map((at) => options[at]);
  }
  protected firstIndex(): unknown {
    return [];
  }
}

/** A selection of a range of options. */
export abstract class RangeSelection<S extends object, V> extends Selection<S, V, RangeSelectionTraits<V>> {
  protected get isNonempty(): boolean {
    return true;
  }
  protected indexOf(value: unknown, options: readonly V[]): unknown {
    return positions(value, options);
  }
  protected valueAt(index: unknown, options: readonly V[]): unknown {
    return (index as number[]).map((at) => options[at]);
  }
  protected firstIndex(): unknown {
    return [0, 0];
  }
}

function indicesOf(index: unknown): readonly number[] {
  return index === null ? [] : ([index].flat() as number[]);
}

function position(value: unknown, options: readonly unknown[]): number | undefined {
  const at = options.findIndex((option) => sameValue(option, value));
  return at < 0 ? undefined : at;
}

function positions(value: unknown, options: readonly unknown[]): number[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const found = value.map((one) => position(one, options));
  return found.includes(undefined) ? undefined : (found as number[]);
}

/** Returns options of any form as pairs of label and value. */
function labelled<V>(options: Options<V>): (readonly [string, V])[] {
  if (options instanceof Map) return [...options];
  if (!Array.isArray(options)) return Object.entries(options as Record<string, V>);
  return options.map((one: V) => [String(one), one] as const);
}
