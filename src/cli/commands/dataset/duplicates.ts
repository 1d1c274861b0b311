// `amfmn dataset duplicates`: lists captions of one image that describe another image as well.
import { loadDataset } from "../../../lib/index.js";
import { nearDuplicates } from "../../../lib/reports/index.js";
import { parseColumns } from "../../columnsOption.js";
import type { Output } from "../../command.js";
import { parseSplit } from "../../split.js";
import type { DatasetOptions } from "./options.js";

export async function duplicates(
  path: string,
  { images, columns, split, threshold, top = 20 }: DatasetOptions,
  output: Output,
): Promise<void> {
  const dataset = await loadDataset(path, { images, columns: parseColumns(columns) });
  // The matrix of a whole data set takes minutes, so the default is the test split.
  const tested = dataset.split("test").records.length > 0;
  const part = split === undefined && !tested ? undefined : parseSplit("dataset duplicates", split);
  const found = await nearDuplicates(dataset, { split: part, threshold, limit: top });
  for (const { similarity, equal, image, otherImage, caption } of found) {
    output.print(
      `${similarity.toFixed(3)} ${equal ? "=" : "~"} ${image} and ${otherImage}: ${caption.trim()}`,
    );
  }
  if (found.length === 0) output.print("No caption describes another image as well.");
  output.json(found);
}
