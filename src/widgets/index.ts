// Entry `amfmn-lab/widgets`: a typed class for each Jupyter widget, figures, controls for functions and HTML export.
export { AnyWidget, type AnyWidgetOptions } from "../kernel/widget/anyWidget.js";
export { hasKernelHost, WidgetError } from "../kernel/widget/host.js";
export type { TimeOfDay, UploadedFile } from "../kernel/widget/state/serialization.js";
export { type Change, Widget, type WidgetInput } from "../kernel/widget/widget.js";
export type { Options } from "./core/selection.js";
export { type ExportOptions, exportHtml } from "./export/exportHtml.js";
export { selfContained } from "./export/selfContained.js";
export * from "./generated/index.js";
export { type Control, fixed, type ValuesOf } from "./interaction/controls.js";
export { type Interactive, type InteractOptions, interact, interactive } from "./interaction/interact.js";
export { dlink, jsdlink, jslink, link } from "./interaction/link.js";
export { Output } from "./output.js";
export type { FigureEvents, FigurePoint } from "./plotly/events.js";
export { Figure, type FigureOptions, plot } from "./plotly/figure.js";
