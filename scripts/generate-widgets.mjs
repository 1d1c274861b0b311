// Writes src/widgets/generated/ from the official model specification (npm @jupyter-widgets/schema): one typed
// class a widget, with the specification's own words as doc comments. Run it after the specification changed.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { root } from "./setup/command.mjs";

const require = createRequire(import.meta.url);
const models = JSON.parse(
  readFileSync(require.resolve("@jupyter-widgets/schema/jupyterwidgetmodels.latest.json"), "utf8"),
);
const output = join(root, "src", "widgets", "generated");
const identity = new Set(
  "_model_module _model_module_version _model_name _view_module _view_module_version _view_name _view_count".split(
    " ",
  ),
);
const className = (model) => model.name.replace(/Model$/, "");
const names = new Set(models.map(({ model }) => className(model)));

function attributeType(attribute) {
  const base = Array.isArray(attribute.type) ? "number | string" : typeOf(attribute);
  return attribute.allow_none ? `${base} | null` : base;
}

function typeOf({ type, enum: values, items, widget }) {
  if (values) return values.map((value) => JSON.stringify(value)).join(" | ");
  if (type === "string") return "string";
  if (type === "bool") return "boolean";
  if (type === "int" || type === "float") return "number";
  if (type === "bytes") return "Uint8Array";
  if (type === "reference") return names.has(widget) ? widget : "Widget<object>";
  if (type === "array") return items ? `readonly (${typeOf(items)})[]` : "readonly unknown[]";
  if (type === "object") return "object";
  return "unknown";
}

function trait(attribute) {
  const { name, type, widget } = attribute;
  const kinds = ["string", "bool", "int", "float", "bytes", "array", "object", "reference"];
  const kind = Array.isArray(type) ? "union" : kinds.includes(type) ? type : "any";
  return {
    name,
    type: kind,
    default: type === "reference" || type === "bytes" ? null : attribute.default,
    ...(attribute.allow_none && { allowNone: true }),
    ...(attribute.enum && { enum: attribute.enum }),
    ...(widget && { of: widget }),
  };
}

function widgetSource({ model, view, attributes }) {
  const name = className(model);
  const own = attributes.filter((attribute) => !identity.has(attribute.name));
  const version = (key) => attributes.find((attribute) => attribute.name === key)?.default ?? "2.0.0";
  const spec = {
    name,
    model: { name: model.name, module: model.module, version: model.version },
    view: view?.name
      ? { name: view.name, module: view.module, version: view.version ?? version("_view_module_version") }
      : null,
    traits: own.map(trait),
  };
  const fields = own.map((attribute) => {
    const help = attribute.help
      ? `  /** ${attribute.help.replace(/\s+/g, " ").replace(/\*\//g, "")} */\n`
      : "";
    return `${help}  ${attribute.name}: ${attributeType(attribute)};`;
  });
  const isDefault = /Style$|^Layout$/.test(name);
  return `
export interface ${name}State {
${fields.join("\n")}
}
export interface ${name} extends ${name}State {}
export class ${name} extends Widget<${name}State> {
  static readonly spec: WidgetSpec = ${JSON.stringify(spec)};
  constructor(state: Partial<${name}State> = {}) {
    super(${name}.spec, state);
  }
}
${isDefault ? `defaultWidgets.set("${name}", () => new ${name}());\n` : ""}`;
}

const groups = {
  styles: ({ name }) => /Style$|^Layout$/.test(name),
  containers: ({ name }) => /^(Box|HBox|VBox|GridBox|Accordion|Tab|Stack)$/.test(name),
  media: ({ name }) =>
    /^(Audio|Image|Video|FileUpload|Output|Play|Controller|ControllerAxis|ControllerButton)$/.test(name),
  numbers: ({ name }) => /Int|Float/.test(name),
  inputs: () => true,
};
const chosen = Object.fromEntries(Object.keys(groups).map((group) => [group, []]));
for (const model of models) {
  const name = className(model.model);
  if (name === "DOMWidget") continue;
  const group = Object.keys(groups).find((candidate) => groups[candidate]({ name }));
  chosen[group].push(model);
}
const order = (a, b) => className(a.model).localeCompare(className(b.model));
for (const [group, members] of Object.entries(chosen)) {
  const sources = members.sort(order).map(widgetSource);
  const text = sources.join("");
  const used = (candidates) =>
    candidates.filter((name) => new RegExp(`(: |\\()${name}(;| \\||\\))`).test(text));
  const foreign = Object.entries(chosen)
    .filter(([other]) => other !== group)
    .map(([other, list]) => [other, used(list.map(({ model }) => className(model)))])
    .filter(([, list]) => list.length > 0)
    .map(([other, list]) => `import type { ${list.join(", ")} } from "./${other}.js";`);
  const sideEffect = group === "styles" ? "" : `import "./styles.js";\n`;
  const core = group === "styles" ? "defaultWidgets, Widget, type WidgetSpec" : "Widget, type WidgetSpec";
  writeFileSync(
    join(output, `${group}.ts`),
    `// Generated by scripts/generate-widgets.mjs from the model specification; do not edit.\n${sideEffect}import { ${core} } from "../core/widget.js";\n${foreign.join("\n")}\n${text}`,
  );
}
const exported = Object.keys(groups).map((group) => `export * from "./${group}.js";`);
writeFileSync(
  join(output, "index.ts"),
  `// Generated by scripts/generate-widgets.mjs; do not edit.\n${exported.join("\n")}\n`,
);
