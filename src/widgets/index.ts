// Entry `amfmn-lab/widgets`: a typed class for each Jupyter widget, figures, controls for functions and HTML export.

export type { TimeOfDay, UploadedFile } from "typescript-lab/widget";
export {
  AnyWidget,
  type AnyWidgetOptions,
  type Change,
  hasKernelHost,
  Widget,
  WidgetError,
  type WidgetInput,
} from "typescript-lab/widget";
export type {
  MultipleSelectionTraits,
  Options,
  RangeSelectionTraits,
  SelectionInput,
  SelectionTraits,
  SingleSelectionTraits,
  TraitValues,
} from "./core/selection.js";
export { type ExportOptions, exportHtml } from "./export/exportHtml.js";
export { selfContained } from "./export/selfContained.js";
export * from "./generated/index.js";
export {
  type Control,
  type Fixed,
  fixed,
  type NumberRange,
  type ValueOf,
  type ValueOwner,
  type ValuesOf,
} from "./interaction/controls.js";
export { type Interactive, type InteractOptions, interact, interactive } from "./interaction/interact.js";
export { type Between, dlink, type Endpoint, jsdlink, jslink, link } from "./interaction/link.js";
export { AppLayout, type AppLayoutState, type PaneSizes } from "./layouts/appLayout.js";
export { type GridRange, GridspecLayout, type GridspecLayoutState } from "./layouts/gridspecLayout.js";
export type { SlotLayoutState } from "./layouts/slots.js";
export type { LayoutTemplateState } from "./layouts/template.js";
export { TwoByTwoLayout, type TwoByTwoLayoutState } from "./layouts/twoByTwoLayout.js";
export { Output } from "./output.js";
export type { NumericArray } from "./plotly/arrays.js";
export type { FigureEvents, FigurePoint, FigureUpdate, PointedAt, TraceUpdate } from "./plotly/events.js";
export {
  Figure,
  type FigureOptions,
  type FigureState,
  plot,
  type TraceExtension,
} from "./plotly/figure.js";
export type { LayoutPatch, TracePatch } from "./plotly/paths.js";
