// The entry `typescript-lab/widget/spec`: the parts from which a library defines widgets by a model specification.
export { anyWidgetSpec } from "./anyWidget.js";
export { wrapPageSource } from "./pageWrapper/wrapper.js";
export { sameValue } from "./state/equality.js";
export { describeValue, type Trait, type TraitType } from "./state/traits.js";
export { defaultWidgets, type WidgetSpec } from "./state/traitValues.js";
export type { ModelState } from "./sync/registry.js";
