/**
 * Losses: the triplet hinge, the dynamic margin of the paper, and the contrastive loss.
 * @module
 */
export { contrastiveLoss } from "./contrastive.js";
export { type DynamicMarginOptions, dynamicMargins, paperMargin } from "./dynamicMargin.js";
export { type HingeOptions, hingeLoss } from "./hinge.js";
