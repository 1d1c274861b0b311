/**
 * Models: creating, loading and saving them, and the contract for a model of your own.
 * @module
 */
export { ConfigSection } from "../base/configSection.js";
export { Amfmn } from "./amfmn/amfmn.js";
export { type GuidedAttention, guidedAttentions, type TextGuide } from "./amfmn/guidedAttention.js";
export { type Ablation, type AblationParts, type AblationRow, ablations } from "./amfmn/paper/ablations.js";
export { FusionGate } from "./amfmn/paper/fusion.js";
export type { PaperAttention, PaperGuide, TextBranch } from "./amfmn/paper/guidedAttention.js";
export { KeywordEncoder } from "./amfmn/paper/keywordEncoder.js";
export type { PaperOptions } from "./amfmn/paper/options.js";
export { PaperAmfmn } from "./amfmn/paper/paperAmfmn.js";
export { type ImageHead, PaperVisualSelfAttention } from "./amfmn/paper/visualSelfAttention.js";
export type { ReleasedOptions } from "./amfmn/released/options.js";
export { ReleasedAmfmn } from "./amfmn/released/releasedAmfmn.js";
export { exportCheckpoint, type LoadModelOptions, loadModel, saveCheckpoint } from "./checkpoint.js";
export { Clip } from "./clip/clip.js";
export type { ClipOptions, Tower } from "./clip/options.js";
export { ClipTokenizer } from "./clip/tokenizer/clipTokenizer.js";
export type { ImageTower } from "./clip/towers/imageTower.js";
export { TextTransformer } from "./clip/towers/textTransformer.js";
export { BaseModel, DualEncoder, type ModelSetup } from "./contract/baseModel.js";
export * from "./contract/capabilities.js";
export * from "./contract/imageInputs.js";
export type { ImageReference } from "./contract/imageReference.js";
export * from "./contract/localInputs.js";
export * from "./contract/modelFamily.js";
export * from "./contract/recipe.js";
export * from "./contract/retrievalModel.js";
export * from "./contract/textInputs.js";
export * from "./contract/trainingPlan.js";
export { ReleasedVisualSelfAttention } from "./encoders/images/releasedSelfAttention.js";
export {
  SalientGate,
  type VisualSelfAttention,
  type VisualSelfAttentionShape,
} from "./encoders/images/salientGate.js";
export type { NetworkOptions, TextOptions } from "./encoders/options.js";
export { ReleasedTextEncoder, type TextEncoderShape } from "./encoders/texts/releasedTextEncoder.js";
export { type PaperTextShape, SentenceEncoder } from "./encoders/texts/sentenceEncoder.js";
export type { SentenceInputOptions } from "./encoders/texts/sentenceInputs.js";
export { defaultModel } from "./families.js";
export { type GalrVariant, type GalrVariantRow, galrVariants, type VariantParts } from "./galr/ablations.js";
export { GuidedAttentionBlock, SelfAttentionBlock } from "./galr/midf/blocks.js";
export { type BlockPair, Midf, type MidfDropout, type MidfParts } from "./galr/midf/midf.js";
export type { MidfShape } from "./galr/midf/tokenAttention.js";
export { type BranchVectors, Galr } from "./galr/networks/galr.js";
export { GlobalGalr } from "./galr/networks/globalGalr.js";
export { LocalGalr } from "./galr/networks/localGalr.js";
export { GalrTrunkModel } from "./galr/networks/trunkModel.js";
export { MapObjects, type ObjectTensors } from "./galr/objects/mapObjects.js";
export { ObjectGraph } from "./galr/objects/objectGraph.js";
export type { GalrOptions, GlobalOptions, LocalOptions } from "./galr/options.js";
export type { GalrTextEncoder, GalrTextOptions } from "./galr/texts.js";
export { loadImageNetWeights } from "./imageNetWeights.js";
export { openLocal } from "./localInputs.js";
export { LwMcr } from "./lwmcr/lwMcr.js";
export type { LwMcrOptions } from "./lwmcr/options.js";
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
export type { Layer, SummaryRow } from "./summary/layers.js";
export { ModelSummary, type ParameterSize } from "./summary/summary.js";
