// The six bars of the paper's Figure 9 for any number of data sets; pointing at a bar brings its data set out in all
// six.
import { AnyWidget } from "../../../kernel/widget/anyWidget.js";
import { type JsonObject, WidgetError } from "../../../kernel/widget/host.js";
import { pageModule } from "../../core/pageModule.js";
import { barsSvg } from "./bars.js";
import type { BarStatistics, DatasetBarsState } from "./state.js";

export interface DatasetBars extends DatasetBarsState {}
/**
 * @example
 * display(new DatasetBars([
 *   { name: "RSITMD", images: 4743, meanSentenceLength: 11.32, diversity: 4.6, meanSimilarity: 0.028, words: 3908, classes: 32 },
 * ]));
 */
export class DatasetBars extends AnyWidget<DatasetBarsState> {
  /** @throws {WidgetError} when there is no data set */
  constructor(datasets: readonly BarStatistics[]) {
    if (datasets.length === 0) {
      throw new WidgetError("DatasetBars: expected the statistics of at least one data set, found none.");
    }
    super({
      name: "DatasetBars",
      esm: pageModule("datasetBars"),
      state: { datasets: datasets.map(sixNumbers), chosen: "" },
    });
  }

  protected override fallback(): JsonObject {
    return { "image/svg+xml": barsSvg(this.datasets) };
  }
}

/** Only what is shown travels to the page. */
function sixNumbers(statistics: BarStatistics): BarStatistics {
  const { name, images, meanSentenceLength, diversity, meanSimilarity, words, classes } = statistics;
  return { name, images, meanSentenceLength, diversity, meanSimilarity, words, classes };
}
