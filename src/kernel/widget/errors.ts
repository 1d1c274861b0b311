import { TypeScriptLabError } from "../host/errors.js";

/**
 * A widget cannot be made, or a trait does not accept a value.
 * @example
 * import { AnyWidget, WidgetError } from "typescript-lab/widget";
 *
 * try {
 *   new AnyWidget({ name: "Lost", esm: "nowhere.ts", state: {} });
 * } catch (error) {
 *   if (error instanceof WidgetError) console.log(error.message);
 * }
 */
export class WidgetError extends TypeScriptLabError {
  override name = "WidgetError";
}
