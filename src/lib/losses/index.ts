/**
 * Losses: the triplet hinge, and the dynamic margin of the paper.
 * @module
 */
export { type DynamicMarginOptions, dynamicMargins, paperMargin } from "./dynamicMargin.js";
export { type HingeOptions, hingeLoss } from "./hinge.js";
