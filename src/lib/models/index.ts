/**
 * Models: creating, loading and saving them, and the contract for a model of your own.
 * @module
 */
export type { Amfmn } from "./amfmn/amfmn.js";
export { type GuidedAttention, guidedAttentions } from "./amfmn/guidedAttention.js";
export { type Ablation, ablations } from "./amfmn/paper/ablations.js";
export type { PaperAttention, TextBranch } from "./amfmn/paper/guidedAttention.js";
export type { PaperOptions } from "./amfmn/paper/options.js";
export type { PaperAmfmn } from "./amfmn/paper/paperAmfmn.js";
export type { ReleasedOptions } from "./amfmn/released/options.js";
export type { ReleasedAmfmn } from "./amfmn/released/releasedAmfmn.js";
export type { VisualSelfAttention } from "./amfmn/salientGate.js";
export { exportCheckpoint, type LoadModelOptions, loadModel, saveCheckpoint } from "./checkpoint.js";
export { BaseModel, DualEncoder, type ModelSetup } from "./contract/baseModel.js";
export * from "./contract/capabilities.js";
export * from "./contract/imageInputs.js";
export * from "./contract/modelFamily.js";
export * from "./contract/recipe.js";
export * from "./contract/retrievalModel.js";
export * from "./contract/trainingPlan.js";
export { defaultModel } from "./families.js";
export { loadImageNetWeights } from "./imageNetWeights.js";
export {
  type CreateModelOptions,
  createModel,
  listModels,
  type ModelName,
  type ModelOf,
  modelConfig,
  type OptionsOf,
  type RegisterModelOptions,
  registerModel,
} from "./registry.js";
export { shippedCheckpoint, shippedModel } from "./shippedModel.js";
export { ModelSummary, type SummaryRow } from "./summary/summary.js";
