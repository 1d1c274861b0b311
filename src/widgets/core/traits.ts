// What a trait takes, as the model specification says, and the check of a value against it.
import { WidgetError } from "./host.js";

export interface Trait {
  readonly name: string;
  readonly type:
    | "string"
    | "bool"
    | "int"
    | "float"
    | "bytes"
    | "array"
    | "object"
    | "reference"
    | "union"
    | "any";
  readonly default: unknown;
  readonly allowNone?: boolean;
  readonly enum?: readonly string[];
  /** What the items of an array, or the widget of a reference, are. */
  readonly of?: string;
}

/** @throws {WidgetError} that names the trait, what it takes and what was given */
export function checkTrait(widget: string, trait: Trait, value: unknown): void {
  if (value === null && trait.allowNone) return;
  if (accepts(trait, value)) return;
  const expected = trait.enum
    ? `one of ${trait.enum.map((one) => JSON.stringify(one)).join(", ")}`
    : trait.type;
  throw new WidgetError(`${widget}.${trait.name}: expected ${expected}, found ${shown(value)}.`);
}

function accepts(trait: Trait, value: unknown): boolean {
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
      return Array.isArray(value);
    case "object":
      return typeof value === "object" && value !== null;
    case "reference":
      return typeof value === "object" && value !== null && "modelId" in value;
    case "union":
      return typeof value === "number" || typeof value === "string";
    case "any":
      return true;
  }
}

function shown(value: unknown): string {
  if (typeof value === "object" && value !== null) return value.constructor?.name ?? "an object";
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
