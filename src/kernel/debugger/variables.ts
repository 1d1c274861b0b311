// Values of the main thread as a debugger shows them: a name, a line of text, and children that are fetched when
// somebody opens them.
import type { Runtime } from "node:inspector";
import type { JsonObject } from "../host/json.js";
import type { MainThreadInspector } from "./inspector.js";

/** V8 keeps remote objects of a group alive until it is released. */
export const objectGroup = "debugger";
/** More elements of a list than a person looks through are left out. */
const most = 500;
/** So is the rest of a long text. */
const longest = 1000;
const lists = new Set(["array", "typedarray"]);
const shownInternals = /^\[\[(?:Entries|Promise\w+)\]\]$/;

export class Variables {
  private objects: (readonly string[])[] = [];

  constructor(private readonly inspector: MainThreadInspector) {}

  /** Forgets all objects. */
  async clear(): Promise<void> {
    this.objects = [];
    await this.inspector.post("Runtime.releaseObjectGroup", { objectGroup });
  }

  /**
   * The number under which a front end asks for the children of an object, or of several as one; 0 for what has none.
   * @param objects of two children with the same name, that of the first object counts
   */
  reference(objects: readonly Runtime.RemoteObject[]): number {
    const ids = objects.flatMap(({ type, objectId }) => (type === "symbol" ? [] : (objectId ?? [])));
    return ids.length === 0 ? 0 : this.objects.push(ids);
  }

  variable(name: string, value: Runtime.RemoteObject): JsonObject {
    const variablesReference = value.type === "function" ? 0 : this.reference([value]);
    // Without a type, in place of which JupyterLab's tree shows the value: it begins with the class.
    return { name, value: textOf(value), evaluateName: name, variablesReference };
  }

  async children(reference: number): Promise<JsonObject[]> {
    // Those of an outer scope come first, as they were declared first.
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

/** A value in one line. */
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
  // Of a map or set the entries say all; its properties are only its size.
  const items = preview.entries?.map(entry) ?? preview.properties.map(item);
  if (preview.overflow) items.push("…");
  const name = description === "Object" ? "" : `${description} `;
  return isList ? `${name}[${items.join(", ")}]` : `${name}{${items.join(", ")}}`;
}
