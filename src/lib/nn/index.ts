/**
 * Layers for models of your own. A layer owns its weights and knows their names.
 * @module
 */
export { BatchNorm } from "./batchNorm.js";
export { Convolution, type ConvolutionShape } from "./convolution.js";
export { Embedding } from "./embedding.js";
export { Gru, type GruDropout, type GruOptions, type GruStates } from "./gru.js";
export { Linear } from "./linear.js";
export { l2Normalize } from "./normalize.js";
export { type PaddedSequences, padSequences, type Words } from "./padSequences.js";
export {
  type ConstantInitializer,
  type Initializer,
  type NormalInitializer,
  type Parameter,
  type ParameterOwner,
  Parameters,
  Scope,
  type TorchLayout,
  type UniformInitializer,
} from "./parameters.js";
export { PRelu } from "./prelu.js";
export { type FeatureMaps, ResidualStage, ResNet18 } from "./resnet.js";
export { resizeBilinear } from "./upsample.js";
