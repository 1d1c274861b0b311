// The entry `typescript-lab/widget`: widgets with a page side of one's own.
export { hasKernelHost } from "../host/host.js";
export { AnyWidget, type AnyWidgetOptions, type FieldWidget } from "./anyWidget.js";
export { WidgetError } from "./errors.js";
export type { PageSource } from "./pageSource.js";
export type { TimeOfDay, UploadedFile } from "./state/serialization.js";
export { type Change, Widget, type WidgetInput } from "./widget.js";
