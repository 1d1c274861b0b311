export * from "../host/host.js";
export { WidgetError } from "./errors.js";
