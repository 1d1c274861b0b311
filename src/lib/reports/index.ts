/**
 * Reports: statistics of data sets, and the figures 7 and 9 of the paper.
 * @module
 */
export { type NamedSimilarity, similarityPng } from "./figures/similarityFigure.js";
export { sixBarsPng, sixBarsSvg } from "./figures/sixBarsFigure.js";
export {
  sentenceLengths,
  type WordFrequency,
  type WordFrequencyOptions,
  wordFrequencies,
} from "./statistics/captionWords.js";
export {
  type DatasetStatistics,
  datasetStatistics,
  type StatisticsOptions,
} from "./statistics/datasetStatistics.js";
export {
  type NearDuplicate,
  type NearDuplicateOptions,
  nearDuplicates,
} from "./statistics/nearDuplicates.js";
export {
  type Bar,
  type Disagreement,
  describeDisagreement,
  disagreements,
  type PaperFigures,
  paperFigures,
  paperFiguresOf,
  sixBars,
  sixBarsMarkdown,
} from "./statistics/sixBars.js";
