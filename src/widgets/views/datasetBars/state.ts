// State that the kernel and the page of the six bars share.

/** Six measures of a data set, as `datasetStatistics` returns them and `amfmn stats --json` prints them. */
export interface BarStatistics {
  /** Name of the data set. */
  readonly name: string;
  /** Number of images. */
  readonly images: number;
  /** Mean number of words in a sentence. */
  readonly meanSentenceLength: number;
  /** Number of different sentences divided by the number of images. */
  readonly diversity: number;
  /** Mean similarity of captions and images, 0…1. */
  readonly meanSimilarity: number;
  /** Number of different words. */
  readonly words: number;
  /** Number of scene classes. */
  readonly classes: number;
}

/** Traits of the six bars. */
export interface DatasetBarsState {
  /** One bar in each chart. */
  datasets: readonly BarStatistics[];
  /** Name of the highlighted data set, empty for none. */
  chosen: string;
}
