/**
 * Layers for models of your own. A layer owns its weights and knows their names.
 * @module
 */
export { Dropout } from "./dropout.js";
export { BatchNorm } from "./images/batchNorm.js";
export { Convolution, type ConvolutionShape } from "./images/convolution.js";
export { type FeatureMaps, ResidualStage, ResNet18 } from "./images/resnet.js";
export { resizeBilinear } from "./images/upsample.js";
export { type MapCorner, windowMaps } from "./images/windowMaps.js";
export { Linear } from "./linear.js";
export { l2Normalize } from "./normalize.js";
export {
  type ConstantInitializer,
  type Initializer,
  type NormalInitializer,
  type Parameter,
  type ParameterLimit,
  type ParameterOwner,
  Parameters,
  Scope,
  type TorchLayout,
  type UniformInitializer,
} from "./parameters.js";
export { PRelu } from "./prelu.js";
export { Embedding } from "./sequences/embedding.js";
export { Gru, type GruMasks, type GruOptions, type GruStates } from "./sequences/gru.js";
export type { GruDropout } from "./sequences/gruMasks.js";
export { type PaddedSequences, padSequences, type Words } from "./sequences/padSequences.js";
export { type Activation, activate, activations } from "./transformers/activations.js";
export { Adapter, type AdapterShape } from "./transformers/adapter.js";
export { LayerNorm } from "./transformers/layerNorm.js";
export {
  type AttentionShape,
  type AttentionUse,
  type MergedWeights,
  SelfAttention,
} from "./transformers/selfAttention.js";
export { Transformer, type TransformerShape } from "./transformers/transformer.js";
