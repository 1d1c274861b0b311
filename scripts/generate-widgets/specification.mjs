// The model specification as read from its package, and the names that follow from it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const file = require.resolve("@jupyter-widgets/schema/jupyterwidgetmodels.latest.json");

/** Every model that can be made; DOMWidgetModel only describes what the others share. */
export const models = JSON.parse(readFileSync(file, "utf8")).filter(
  ({ model }) => model.name !== "DOMWidgetModel",
);

/** What a model's class is called here: IntSlider for IntSliderModel. */
export function widgetName({ model }) {
  return model.name.replace(/Model$/, "");
}

const names = new Set(models.map(widgetName));

/**
 * The class that a reference of a model names. The specification calls a controller's parts "Axis" and "Button",
 * which are ControllerAxis and ControllerButton; "Widget" is any. Null where there is no such class.
 */
export function referenced(model, widget) {
  const own = `${widgetName(model)}${widget}`;
  if (names.has(own)) return own;
  return names.has(widget) ? widget : null;
}

/** Traits that say which model it is; they never change and are no part of a class's state. */
const identity = /^_(model|view)_(module|module_version|name|count)$/;

export function ownAttributes(model) {
  return model.attributes.filter(({ name }) => !identity.test(name));
}
