// The six bar charts of the paper's Figure 9 for any data sets. Pointing at a bar highlights its data set in all six.

import type { JsonObject } from "typescript-lab";
import { AnyWidget, WidgetError } from "typescript-lab/widget";
import { pageModule } from "../../core/pageModule.js";
import { barsSvg } from "./bars.js";
import type { BarStatistics, DatasetBarsState } from "./state.js";

export interface DatasetBars extends DatasetBarsState {}
/**
 * Six measures of data sets as bars, like the paper's Figure 9.
 * @example
 * new DatasetBars(await datasetStatistics([dataset]));
 */
export class DatasetBars extends AnyWidget<DatasetBarsState> {
  /**
   * @param datasets statistics of each data set, such as `datasetStatistics` returns
   * @throws {WidgetError} when there is no data set
   */
  constructor(datasets: readonly BarStatistics[]) {
    if (datasets.length === 0) {
      throw new WidgetError(
        "DatasetBars: expected the statistics of at least one data set, found none; pass what datasetStatistics returns.",
      );
    }
    super({
      name: "DatasetBars",
      esm: pageModule("datasetBars"),
      state: { datasets: datasets.map(sixNumbers), chosen: "" },
    });
  }

  /** Returns the bars as SVG. */
  protected override fallback(): JsonObject {
    return { "image/svg+xml": barsSvg(this.datasets) };
  }
}

/** Returns only the numbers that the page shows. */
function sixNumbers(statistics: BarStatistics): BarStatistics {
  const { name, images, meanSentenceLength, diversity, meanSimilarity, words, classes } = statistics;
  return { name, images, meanSentenceLength, diversity, meanSimilarity, words, classes };
}
