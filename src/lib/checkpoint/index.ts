/**
 * File formats of weights and matrices: safetensors, PyTorch and npy.
 * @module
 */
export { type NpyArray, readNpy, writeNpy } from "../base/npy.js";
export type { NamedArray } from "./namedArray.js";
export { readStateDict, type StateDict } from "./pytorch/stateDict.js";
export { readTensors, type TensorFile, writeTensors } from "./safetensors.js";
