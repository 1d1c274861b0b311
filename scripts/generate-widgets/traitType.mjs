// The type of an attribute, as the kernel checks it and as TypeScript writes it. For an array without item types the
// type follows from the attribute's default or from the words of its help.
import { referenced, widgetName } from "./specification.mjs";

/** Objects with fields that the specification does not list. */
const records = { "FileUpload.value": "UploadedFile", "Output.outputs": "OutputRecord" };

/** Traits that ipywidgets checks as colors. The specification calls them strings. */
const colors = new Set([
  "ButtonStyle.button_color",
  "ColorPicker.value",
  "ColorsInput.value",
  "SliderStyle.handle_color",
]);

const dates = { Date: "date", Datetime: "datetime", Time: "time" };

/** Returns the type as the kernel's `TraitType` describes it, without name and default. */
export function traitType(model, attribute) {
  const { type, name, items, widget, enum: values, default: usual, help = "" } = attribute;
  if (Array.isArray(type))
    return { type: "union", of: attribute.union_attributes.map((one) => traitType(model, one)) };
  if (type === "reference") {
    const to = referenced(model, widget);
    return { type, ...(to && { widget: to }) };
  }
  if (type in dates) return { type: widgetName(model) === "NaiveDatetime" ? "naive" : dates[type] };
  const isColor = colors.has(`${widgetName(model)}.${name}`);
  if (type !== "array") return { type, ...(values && { enum: values }), ...(isColor && { format: "color" }) };
  const record = records[`${widgetName(model)}.${name}`];
  if (record) return { type, items: { type: "object" }, record };
  if (items) return { type, items: traitType(model, items) };
  const pair = /\(widget, 'trait_name'\) pair/.test(help);
  if (pair) return { type: "tuple", of: [{ type: "reference" }, { type: "string" }] };
  if (usual.length === 2) {
    const number = { type: /Int|Selection/.test(model.model.name) ? "int" : "float" };
    return { type: "tuple", of: [number, number] };
  }
  return { type, items: { type: tagType(model), ...(isColor && { format: "color" }) } };
}

/** Returns the type of a tags input's tags, which the help of its value names. allowed_tags has the same type. */
function tagType(model) {
  const { help } = model.attributes.find(({ name }) => name === "value");
  const [, word] = /^List of (string|float|int) tags$/.exec(help) ?? [];
  if (!word)
    throw new Error(
      `${model.model.name}: expected the type of its tags in the help of its value, found "${help}".`,
    );
  return word;
}

const written = {
  string: "string",
  bool: "boolean",
  int: "number",
  float: "number",
  bytes: "Uint8Array",
  object: "object",
  date: "Date",
  datetime: "Date",
  naive: "Date",
  time: "TimeOfDay",
};

/** Returns the type as TypeScript writes it. */
export function typescriptType(trait) {
  const { type, items, of, widget, record, enum: values } = trait;
  if (values) return values.map((value) => JSON.stringify(value)).join(" | ");
  if (type === "reference") return widget ?? "Widget";
  if (record) return `readonly ${record}[]`;
  if (type === "union") return of.map(typescriptType).join(" | ");
  if (type === "tuple") return `readonly [${of.map(typescriptType).join(", ")}]`;
  if (type !== "array") return written[type];
  const item = typescriptType(items);
  return item.includes("|") ? `readonly (${item})[]` : `readonly ${item}[]`;
}

/** Returns the names of the classes and records in a type. */
export function namedClasses({ items, of = [], widget, type, record }) {
  const inner = [...(items ? [items] : []), ...of].flatMap(namedClasses);
  const own = type === "reference" ? [widget ?? "Widget"] : type === "time" ? ["TimeOfDay"] : [];
  return [...inner, ...own, ...(record ? [record] : [])];
}
