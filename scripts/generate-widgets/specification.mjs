// The model specification as its package publishes it, and the names that follow from it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const file = require.resolve("@jupyter-widgets/schema/jupyterwidgetmodels.latest.json");

/** All models that have a class. DOMWidgetModel only lists the traits that the others share. */
export const models = JSON.parse(readFileSync(file, "utf8")).filter(
  ({ model }) => model.name !== "DOMWidgetModel",
);

/** Returns the name of a model's class: IntSlider for IntSliderModel. */
export function widgetName({ model }) {
  return model.name.replace(/Model$/, "");
}

const names = new Set(models.map(widgetName));

/**
 * Returns the name of the class that a reference names, null for any widget. The specification names a controller's
 * parts "Axis" and "Button", which are ControllerAxis and ControllerButton.
 */
export function referenced(model, widget) {
  const own = `${widgetName(model)}${widget}`;
  if (names.has(own)) return own;
  return names.has(widget) ? widget : null;
}

/** Traits that identify a model and never change. They are not part of a class's state. */
const identity = /^_(model|view)_(module|module_version|name|count)$/;

/** Returns the attributes that are part of a class's state. */
export function ownAttributes(model) {
  return model.attributes.filter(({ name }) => !identity.test(name));
}
