/**
 * Retrieval: encoding images and texts, an image index, search and scores.
 * @module
 */
export { type EncodeOptions, encodeImages, encodeTexts, imageTensors } from "./encode.js";
export { buildIndex, type ImageIndex, type IndexedImage } from "./imageIndex.js";
export { score } from "./score.js";
export { type SearchResult, search } from "./search.js";
export { similarityMatrix } from "./similarityMatrix.js";
