// What a trait takes, as the model specification says, and the check of a value against it.
import { WidgetError } from "../errors.js";

/** The type of one value; the items of an array may have types of their own. */
export interface TraitType {
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
  /** The only strings that are taken. */
  readonly enum?: readonly string[];
  /** What each item of an array is. */
  readonly items?: TraitType;
  /** What each place of a tuple is, or the members of a union. */
  readonly of?: readonly TraitType[];
  /** The kind of widget that a reference names; any where it is not told. */
  readonly widget?: string;
}

export interface Trait extends TraitType {
  readonly name: string;
  readonly default: unknown;
  readonly allowNone?: boolean;
  /** False for what lives in the kernel only, such as the options behind a dropdown's labels. */
  readonly synced?: boolean;
  /** False for what is too large to be sent back to the page that sent it. */
  readonly echoed?: boolean;
  /** How a value is written for the page and read back, where its type alone does not say it. */
  readonly codec?: {
    readonly encode: (value: never) => unknown;
    readonly decode: (value: unknown) => unknown;
  };
}

/** @throws {WidgetError} that names the trait, what it takes and what was given */
export function checkTrait(widget: string, trait: Trait, value: unknown): void {
  if (value === null && trait.allowNone) return;
  if (accepts(trait, value)) return;
  const expected = trait.allowNone ? `${described(trait)} or null` : described(trait);
  throw new WidgetError(`${widget}.${trait.name}: expected ${expected}, found ${describeValue(value)}.`);
}

function accepts(trait: TraitType, value: unknown): boolean {
  switch (trait.type) {
    case "string":
      return typeof value === "string" && (!trait.enum || trait.enum.includes(value));
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

/** The names of an object's classes, so that a subclass passes for what it extends. */
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
  if (trait.type === "array") return trait.items ? `an array of ${described(trait.items)}` : "an array";
  if (trait.type === "tuple") return `[${trait.of!.map(described).join(", ")}]`;
  if (trait.type === "union") return trait.of!.map(described).join(" or ");
  if (trait.type === "reference") return trait.widget ? `a ${trait.widget}` : "a widget";
  return words[trait.type] ?? trait.type;
}

/** A value as an error message shows it: short, and told apart from its neighbours. */
export function describeValue(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) {
    const few = value.slice(0, 5).map(describeValue).join(", ");
    return `[${few}${value.length > 5 ? ", …" : ""}]`;
  }
  if (typeof value === "object" && value !== null) return value.constructor?.name ?? "an object";
  return typeof value === "function" ? "a function" : String(value);
}
