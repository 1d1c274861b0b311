/**
 * Retrieval: encoding images and texts, an image index, search and scores.
 * @module
 */
export {
  type EncodeImagesOptions,
  type EncodeOptions,
  encodeImages,
  encodeTexts,
  imageTensors,
  type ReadImagesOptions,
} from "./encode.js";
export { buildIndex, type ImageIndex, type IndexedImage, type IndexOptions } from "./imageIndex.js";
export * from "./rerank/index.js";
export { score } from "./score.js";
export { type SearchResult, search } from "./search.js";
export { similarityMatrix } from "./similarityMatrix.js";
