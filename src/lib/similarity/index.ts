/**
 * Similarity of captions by BLEU, METEOR or the released measure, also as a matrix of images by captions.
 * @module
 */
export { type CachedSimilarityOptions, cachedTextSimilarity } from "./cache.js";
export {
  captionSimilarity,
  type MeasureOptions,
  type SimilarityMeasure,
  similarityMeasures,
} from "./measure.js";
export { type TextSimilarity, type TextSimilarityOptions, textSimilarity } from "./textSimilarity.js";
