// Values of the main thread as a debugger shows them: a name, a line of text, and children on request.
import type { Runtime } from "node:inspector";
import type { JsonObject } from "../host/json.js";
import type { MainThreadInspector } from "./inspector.js";

/** Group of remote objects. V8 keeps its objects alive until the group is released. */
export const objectGroup = "debugger";
/** Largest number of children of a value. */
const most = 500;
/** Largest number of characters of a value's text. */
const longest = 1000;
const lists = new Set(["array", "typedarray"]);
const shownInternals = /^\[\[(?:Entries|Promise\w+)\]\]$/;

/** Variables and their children, by the numbers that a front end asks for. */
export class Variables {
  private objects: (readonly string[])[] = [];

  constructor(private readonly inspector: MainThreadInspector) {}

  /** Releases all objects. */
  async clear(): Promise<void> {
    this.objects = [];
    await this.inspector.post("Runtime.releaseObjectGroup", { objectGroup });
  }

  /**
   * Returns the number by which a front end asks for the children of some objects, or 0 for no children.
   * @param objects the objects; a child of an earlier one hides a child of the same name of a later one
   */
  reference(objects: readonly Runtime.RemoteObject[]): number {
    const ids = objects.flatMap(({ type, objectId }) => (type === "symbol" ? [] : (objectId ?? [])));
    return ids.length === 0 ? 0 : this.objects.push(ids);
  }

  /** Returns a variable in the form of the Debug Adapter Protocol. */
  variable(name: string, value: Runtime.RemoteObject): JsonObject {
    const variablesReference = value.type === "function" ? 0 : this.reference([value]);
    // No type is given, so that JupyterLab's tree shows the value, which begins with the class.
    return { name, value: textOf(value), evaluateName: name, variablesReference };
  }

  /** Returns the children of the objects with this number. */
  async children(reference: number): Promise<JsonObject[]> {
    // Variables of an outer scope come first, because they were declared first.
    const outerFirst = [...(this.objects[reference - 1] ?? [])].reverse();
    const children = new Map<string, JsonObject>();
    for (const objectId of outerFirst)
      for (const child of await this.childrenOf(objectId)) children.set(String(child.name), child);
    return [...children.values()].slice(0, most);
  }

  private async childrenOf(objectId: string): Promise<JsonObject[]> {
    const { result, internalProperties = [] } = await this.properties(objectId);
    const own = result.flatMap(({ name, value, get }) => {
      if (value) return [this.variable(name, value)];
      return get && get.type !== "undefined"
        ? [{ name, value: "(computed when it is read)", variablesReference: 0 }]
        : [];
    });
    const internal = internalProperties.flatMap(({ name, value }) =>
      value && shownInternals.test(name) ? [this.variable(name, value)] : [],
    );
    return [...own, ...internal];
  }

  private async properties(objectId: string): Promise<Runtime.GetPropertiesReturnType> {
    const start = await this.inspector.post<{ result: Runtime.RemoteObject }>("Runtime.callFunctionOn", {
      objectId,
      functionDeclaration: `function () { return ArrayBuffer.isView(this) || Array.isArray(this) ? this.slice(0, ${most}) : this }`,
      objectGroup,
      silent: true,
    });
    const of = lists.has(start.result.subtype ?? "") ? start.result.objectId : objectId;
    return this.inspector.post("Runtime.getProperties", {
      objectId: of,
      ownProperties: true,
      generatePreview: true,
    });
  }
}

/** Returns a value in one line. */
export function textOf(value: Runtime.RemoteObject): string {
  if (value.type === "string") return shortened(JSON.stringify(value.value));
  if (value.type === "function" || value.subtype === "error")
    return shortened(value.description!.split("\n")[0]!);
  if (value.preview) return previewText(value.preview, value.description ?? "");
  return shortened(value.unserializableValue ?? value.description ?? String(value.value));
}

function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

function previewText(preview: Runtime.ObjectPreview, description: string): string {
  if (["date", "regexp"].includes(preview.subtype ?? "")) return description;
  const isList = lists.has(preview.subtype ?? "");
  const item = ({ name, type, value }: Runtime.PropertyPreview) => {
    const text = type === "string" ? JSON.stringify(value) : (value ?? type);
    return isList && /^\d+$/.test(name) ? text : `${name}: ${text}`;
  };
  const inner = ({ type, description = type }: Runtime.ObjectPreview) =>
    type === "string" ? JSON.stringify(description) : description;
  const entry = ({ key, value }: Runtime.EntryPreview) => `${key ? `${inner(key)} => ` : ""}${inner(value)}`;
  // The only property of a map or set is its size, which its entries show.
  const items = preview.entries?.map(entry) ?? preview.properties.map(item);
  if (preview.overflow) items.push("…");
  const name = description === "Object" ? "" : `${description} `;
  return isList ? `${name}[${items.join(", ")}]` : `${name}{${items.join(", ")}}`;
}
