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
export {
  type CaptionQuery,
  type ImageQuery,
  type MatrixQuery,
  type NonFinitePolicy,
  type QueryScores,
  type Reranked,
  type RerankedCandidate,
  type RerankedOrders,
  type RerankMatrix,
  type RerankOptions,
  type RerankSum,
  type RerankVariant,
  rerank,
  rerankOrders,
  rerankQuery,
  rerankQueryOf,
} from "./rerank/index.js";
export { score } from "./score.js";
export { type SearchOptions, type SearchRerank, type SearchResult, search } from "./search.js";
export { similarityMatrix } from "./similarityMatrix.js";
