/**
 * Evaluation: recall in both directions, and the scores behind it.
 * @module
 */
export {
  type ComparisonFigure,
  comparisonFigure,
  type MeasuredModel,
  measureModel,
  type RankDifference,
  type RecallTrace,
  rankDifferences,
} from "./comparison.js";
export {
  chanceRecall,
  type EvaluateOptions,
  type Evaluation,
  evaluate,
  type RerankedEvaluation,
} from "./evaluate.js";
export {
  type DirectionMetrics,
  type RecallMetrics,
  type Recalls,
  recallMetrics,
  type TieCounts,
} from "./recall.js";
export { type RerankedRecalls, rerankedRecalls } from "./rerankedRecalls.js";
export { ScoreMatrix, type SubmatrixChoice } from "./scoreMatrix.js";
export { cutTexts, type UnknownWords, unknownWords } from "./unknownWords.js";
