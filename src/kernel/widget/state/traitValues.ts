// The values of one widget's traits, in the form that a program sees.
import type { JsonObject } from "../../host/json.js";
import { WidgetError } from "../errors.js";
import { bounded } from "./bounds.js";
import { separateBuffers } from "./buffers.js";
import { sameValue } from "./equality.js";
import { deserialized, serialized } from "./serialization.js";
import { checkTrait, type Trait } from "./traits.js";

/** Definition of one kind of widget. */
export interface WidgetSpec {
  /** Name of the class, as error messages print it. */
  readonly name: string;
  /** JavaScript class of the model in the page, and the module that has it. */
  readonly model: { readonly name: string; readonly module: string; readonly version: string };
  /** JavaScript class of the view, or null for a widget that is not shown. */
  readonly view: { readonly name: string; readonly module: string; readonly version: string } | null;
  /** Traits that the model has. */
  readonly traits: readonly Trait[];
  /** Id of the model. Only one widget can have it. Default: a random id. */
  readonly id?: string;
}

/** A change of one trait. */
export interface Change<V> {
  /** Name of the trait. */
  readonly name: string;
  /** Value before the change. */
  readonly old: V;
  /** Value after the change. */
  readonly new: V;
}

/** Types whose values may hold something that cannot be sent. */
const isComposite: ReadonlySet<Trait["type"]> = new Set(["any", "array", "object", "tuple", "union"]);

/** Values by the names of their traits. */
export type Values = Record<string, unknown>;

/**
 * Constructors of widgets that a trait has by default, by class name. They also turn a plain object into the widget,
 * so that `layout: { width: "50%" }` makes a Layout.
 */
export const defaultWidgets = new Map<string, (state?: object) => { readonly modelId: string }>();

/** Values of a widget's traits, checked against its specification. */
export class TraitValues {
  private readonly traits: ReadonlyMap<string, Trait>;
  private readonly values = new Map<string, unknown>();

  constructor(private readonly spec: WidgetSpec) {
    this.traits = new Map(spec.traits.map((trait) => [trait.name, trait]));
  }

  /** Name of the widget, as error messages print it. */
  get widget(): string {
    return this.spec.name;
  }

  /** Names of all traits. */
  get names(): string[] {
    return [...this.traits.keys()];
  }

  /** Returns the value of a trait, or undefined for an unknown name. */
  get(name: string): unknown {
    return this.values.get(name);
  }

  /** Sets the traits that `given` does not name to their defaults. */
  setDefaults(given: Values): void {
    for (const trait of this.traits.values())
      if (!(trait.name in given)) this.values.set(trait.name, defaultValue(trait));
  }

  /**
   * Returns the trait of a name.
   * @throws {WidgetError} when there is none
   */
  trait(name: string): Trait {
    const trait = this.traits.get(name);
    if (trait) return trait;
    const known = this.names.filter((one) => !one.startsWith("_")).join(", ");
    throw new WidgetError(
      `${this.spec.name}: expected the name of a trait (${known}), found "${name}"; use one of these.`,
    );
  }

  /**
   * Returns changes as they will be made: plain objects turned into widgets, checked, and with the value moved
   * between its bounds.
   * @param complete adds the changes that follow from the given ones
   * @throws {WidgetError} for an unknown name or a value that the trait does not accept
   * @throws {JsonError} for a value that cannot be sent to the page, such as a function
   */
  completed(given: Values, complete: (changes: Values) => Values): Values {
    const wanted = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, asWidget(this.trait(name), value)]),
    );
    for (const name of Object.keys(wanted)) this.check(name, wanted[name]);
    const changes = complete(wanted);
    for (const [name, value] of Object.entries(changes)) if (value !== wanted[name]) this.check(name, value);
    // The numbers of a list, as in IntsInput, are checked one by one by its class.
    if (!this.traits.has("min") || (this.traits.get("value")?.type ?? "array") === "array") return changes;
    const state = { ...Object.fromEntries(this.values), ...changes };
    const { value } = bounded(this.spec.name, state);
    return value === state.value ? changes : { ...changes, value };
  }

  /** @throws {WidgetError} for a value that the trait refuses @throws {JsonError} for a value that cannot be sent */
  private check(name: string, value: unknown): void {
    const trait = this.trait(name);
    checkTrait(this.spec.name, trait, value);
    if (trait.synced !== false && isComposite.has(trait.type))
      separateBuffers({ [name]: serialized(trait, value) }, this.spec.name);
  }

  /** Takes over checked changes and returns those that differ from the values before. */
  assign(changes: Values): Change<unknown>[] {
    const differing = Object.entries(changes)
      .map(([name, value]) => ({ name, old: this.values.get(name), new: value }))
      .filter((change) => !sameValue(change.old, change.new));
    for (const { name, new: value } of differing) this.values.set(name, value);
    return differing;
  }

  /** Public traits that differ from the specification's defaults, without references and bytes. */
  unusual(): Values {
    const unusual = [...this.traits.values()].filter(
      ({ name, type, default: usual }) =>
        !name.startsWith("_") &&
        type !== "reference" &&
        type !== "bytes" &&
        !sameValue(this.values.get(name), usual),
    );
    return Object.fromEntries(unusual.map(({ name }) => [name, this.values.get(name)]));
  }

  /** Names of the traits among `names` that the page shares. */
  synced(names: readonly string[]): string[] {
    return names.filter((name) => this.traits.has(name) && this.traits.get(name)!.synced !== false);
  }

  /** Names of the traits among `names` that are sent back to the page that changed them. */
  echoed(names: readonly string[]): string[] {
    return names.filter((name) => this.traits.get(name)?.echoed !== false);
  }

  /** Returns values in the form that the page reads. */
  serialized(names: readonly string[]): Values {
    return Object.fromEntries(
      this.synced(names).map((name) => [name, serialized(this.traits.get(name)!, this.values.get(name))]),
    );
  }

  /**
   * Returns values that came from the page, without those of unknown traits. A value that a trait cannot read is left as
   * the page sent it, so that the check of the trait refuses it.
   * @param find returns the widget that has a model id
   */
  deserialized(state: JsonObject, find: (id: string) => unknown): Values {
    return Object.fromEntries(
      this.synced(Object.keys(state)).map((name) => [name, this.read(name, state[name], find)]),
    );
  }

  private read(name: string, value: unknown, find: (id: string) => unknown): unknown {
    try {
      return deserialized(this.traits.get(name)!, value, find);
    } catch {
      return unreadable;
    }
  }
}

/** Replaces a value of the page that no trait can read. It has no form that a trait accepts. */
const unreadable = Symbol("unreadable");

function asWidget(trait: Trait, value: unknown): unknown {
  const isPlain =
    typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  const construct =
    trait.type === "reference" && isPlain ? defaultWidgets.get(trait.widget ?? "") : undefined;
  return construct ? construct(value as object) : value;
}

function defaultValue(trait: Trait): unknown {
  if (trait.type === "reference") return defaultWidgets.get(trait.widget ?? "")?.() ?? null;
  if (trait.type === "bytes") return new Uint8Array();
  return structuredClone(trait.default);
}
