// What kernel and page share of the six bars.

/** The six numbers of a data set, as `amfmn stats --json` prints them. */
export interface BarStatistics {
  readonly name: string;
  readonly images: number;
  readonly meanSentenceLength: number;
  /** Different sentences ÷ images. */
  readonly diversity: number;
  readonly meanSimilarity: number;
  readonly words: number;
  readonly classes: number;
}

export interface DatasetBarsState {
  datasets: readonly BarStatistics[];
  /** The data set that is brought out, or the empty string. */
  chosen: string;
}
