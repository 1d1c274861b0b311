/**
 * Models: creating, loading and saving them, and the contract for a model of your own.
 * @module
 */
export { ConfigSection } from "../base/configSection.js";
export type { Amfmn } from "./amfmn/amfmn.js";
export { type GuidedAttention, guidedAttentions, type TextGuide } from "./amfmn/guidedAttention.js";
export type { NetworkOptions } from "./amfmn/options.js";
export { type Ablation, type AblationParts, type AblationRow, ablations } from "./amfmn/paper/ablations.js";
export type { FusionGate } from "./amfmn/paper/fusion.js";
export type { PaperAttention, PaperGuide, TextBranch } from "./amfmn/paper/guidedAttention.js";
export type { PaperOptions } from "./amfmn/paper/options.js";
export type { PaperAmfmn } from "./amfmn/paper/paperAmfmn.js";
export type { KeywordEncoder, SentenceEncoder } from "./amfmn/paper/textEncoder.js";
export type { ImageHead } from "./amfmn/paper/visualSelfAttention.js";
export type { ReleasedOptions } from "./amfmn/released/options.js";
export type { ReleasedAmfmn } from "./amfmn/released/releasedAmfmn.js";
export type { ReleasedTextEncoder } from "./amfmn/released/textEncoder.js";
export type { ReleasedVisualSelfAttention } from "./amfmn/released/visualSelfAttention.js";
export type { SalientGate, VisualSelfAttention, VisualSelfAttentionShape } from "./amfmn/salientGate.js";
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
  type ModelFor,
  type ModelName,
  type ModelOf,
  modelConfig,
  type OptionsFor,
  type OptionsOf,
  type RegisterModelOptions,
  registerModel,
  type ShippedModels,
} from "./registry.js";
export { shippedCheckpoint, shippedModel } from "./shippedModel.js";
export type { Layer } from "./summary/layers.js";
export { ModelSummary, type SummaryRow } from "./summary/summary.js";
