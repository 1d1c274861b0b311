// Types of traits and the check of a value against them.
import { WidgetError } from "../errors.js";
import { isColor } from "./color.js";

/** Type of a value. */
export interface TraitType {
  /** Kind of the value. "date" is a day, "datetime" a moment, "naive" a local time, "time" a time of day. */
  readonly type:
    | "string"
    | "bool"
    | "int"
    | "float"
    | "bytes"
    | "array"
    | "tuple"
    | "object"
    | "reference"
    | "union"
    | "date"
    | "datetime"
    | "naive"
    | "time"
    | "any";
  /** Accepted strings. Default: all. */
  readonly enum?: readonly string[];
  /** Further rule for strings: "color" accepts the colors of CSS that ipywidgets accepts. */
  readonly format?: "color";
  /** Type of the items of an array. Default: any. */
  readonly items?: TraitType;
  /** Types of the items of a tuple, or of the members of a union. */
  readonly of?: readonly TraitType[];
  /** Class of the widget that a reference names. Default: any. */
  readonly widget?: string;
}

/** A trait: a typed value that kernel and page share. */
export interface Trait extends TraitType {
  /** Name of the trait. */
  readonly name: string;
  /** Value of a widget that is made without this trait. */
  readonly default: unknown;
  /** True for a trait that accepts null. Default: false. */
  readonly allowNone?: boolean;
  /** False for a value that only the kernel has, such as the options behind a dropdown's labels. Default: true. */
  readonly synced?: boolean;
  /** False for a value that is too large to be sent back to the page that changed it. Default: true. */
  readonly echoed?: boolean;
  /** Conversion to the page's form and back, for values whose type does not determine it. */
  readonly codec?: {
    readonly encode: (value: never) => unknown;
    readonly decode: (value: unknown) => unknown;
  };
}

/**
 * Checks a value.
 * @throws {WidgetError} if the trait does not accept it
 */
export function checkTrait(widget: string, trait: Trait, value: unknown): void {
  if (value === null && trait.allowNone) return;
  if (accepts(trait, value)) return;
  const expected = trait.allowNone ? `${described(trait)} or null` : described(trait);
  throw new WidgetError(`${widget}.${trait.name}: expected ${expected}, found ${describeValue(value)}.`);
}

function accepts(trait: TraitType, value: unknown): boolean {
  switch (trait.type) {
    case "string":
      return (
        typeof value === "string" &&
        (!trait.enum || trait.enum.includes(value)) &&
        (trait.format !== "color" || isColor(value))
      );
    case "bool":
      return typeof value === "boolean";
    case "int":
      return Number.isInteger(value);
    case "float":
      return typeof value === "number";
    case "bytes":
      return ArrayBuffer.isView(value) || value instanceof ArrayBuffer;
    case "array":
      return Array.isArray(value) && value.every((item) => !trait.items || accepts(trait.items, item));
    case "tuple":
      return (
        Array.isArray(value) &&
        value.length === trait.of!.length &&
        trait.of!.every((type, i) => accepts(type, value[i]))
      );
    case "object":
      return typeof value === "object" && value !== null;
    case "reference":
      return isWidget(value) && (!trait.widget || kinds(value).includes(trait.widget));
    case "union":
      return trait.of!.some((member) => accepts(member, value));
    case "date":
    case "datetime":
    case "naive":
      return value instanceof Date && !Number.isNaN(value.getTime());
    case "time":
      return typeof value === "object" && value !== null && "hours" in value;
    case "any":
      return true;
  }
}

/** Returns the names of an object's class and its base classes. */
function kinds(value: object): string[] {
  const names: string[] = [];
  for (let at = Object.getPrototypeOf(value); at; at = Object.getPrototypeOf(at))
    names.push(at.constructor.name);
  return names;
}

function isWidget(value: unknown): value is { modelId: string } {
  return typeof value === "object" && value !== null && "modelId" in value;
}

const words: Partial<Record<TraitType["type"], string>> = {
  bool: "boolean",
  int: "a whole number",
  float: "number",
  bytes: "bytes (a typed array or an ArrayBuffer)",
  date: "a Date (a day, at midnight UTC)",
  datetime: "a Date",
  naive: "a Date (in local time)",
  time: "a time of day ({ hours, minutes, seconds, milliseconds })",
};

function described(trait: TraitType): string {
  if (trait.enum) return `one of ${trait.enum.map((one) => JSON.stringify(one)).join(", ")}`;
  if (trait.format === "color") return 'a color such as "teal", "#0072b2" or "rgb(0, 114, 178)"';
  if (trait.type === "array") return trait.items ? `an array of ${described(trait.items)}` : "an array";
  if (trait.type === "tuple") return `[${trait.of!.map(described).join(", ")}]`;
  if (trait.type === "union") return trait.of!.map(described).join(" or ");
  if (trait.type === "reference") return trait.widget ? `a ${trait.widget}` : "a widget";
  return words[trait.type] ?? trait.type;
}

/**
 * Returns a value in the form of an error message: at most five items of an array, and an object by its class.
 * @example
 * import { describeValue } from "typescript-lab/widget/spec";
 *
 * describeValue([1, 2, 3, 4, 5, 6]); // "[1, 2, 3, 4, 5, …]"
 */
export function describeValue(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) {
    const few = value.slice(0, 5).map(describeValue).join(", ");
    return `[${few}${value.length > 5 ? ", …" : ""}]`;
  }
  if (typeof value === "object" && value !== null) return value.constructor?.name ?? "an object";
  return typeof value === "function" ? "a function" : String(value);
}
