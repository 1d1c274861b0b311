/**
 * File formats of weights and matrices: safetensors, PyTorch and npy.
 * @module
 */
export { CheckpointKeysError, type KeyDifferences } from "../base/errors.js";
export { type NpyArray, readNpy, type WritableNpyArray, writeNpy } from "../base/npy.js";
export type { NamedArray } from "./namedArray.js";
export type { Pickled, PickledDict } from "./pickle/pickled.js";
export { readStateDict, type StateDict } from "./pytorch/stateDict.js";
export { readTensors, type TensorFile, writeTensors } from "./safetensors.js";
