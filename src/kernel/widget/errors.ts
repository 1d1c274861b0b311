import { TypeScriptLabError } from "../host/errors.js";

/** A widget that cannot be made, or a value that a trait does not accept. */
export class WidgetError extends TypeScriptLabError {
  override name = "WidgetError";
}
