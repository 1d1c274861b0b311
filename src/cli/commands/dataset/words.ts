// `amfmn dataset words`: lists the most frequent words and the lengths of the sentences.
import { loadDataset } from "../../../lib/index.js";
import { sentenceLengths, wordFrequencies } from "../../../lib/reports/index.js";
import { parseColumns } from "../../columnsOption.js";
import type { Output } from "../../command.js";
import { parseSplit } from "../../split.js";
import { table } from "../../table.js";
import type { DatasetOptions } from "./options.js";

const widest = 50;

export async function words(
  path: string,
  { images, columns, split, top = 20 }: DatasetOptions,
  output: Output,
): Promise<void> {
  const loaded = await loadDataset(path, { images, columns: parseColumns(columns) });
  const part = split === undefined ? undefined : parseSplit("dataset words", split);
  const dataset = part === undefined ? loaded : loaded.split(part);
  const frequencies = wordFrequencies(dataset, { withoutStopWords: true });
  const lengths = sentenceLengths(dataset);
  const rows = frequencies
    .slice(0, top)
    .map(({ word, count, images: inImages }) => [word, String(count), String(inImages)]);
  output.print(table([["word", "count", "images"], ...rows]));
  output.print(
    `${frequencies.length} different words without stop words; sentences by their number of words:`,
  );
  const most = lengths.reduce((high, count) => Math.max(high, count), 1);
  for (const [length, count] of lengths.entries()) {
    const bar = "█".repeat(Math.round((widest * count) / most));
    output.print(`${String(length).padStart(4)}  ${String(count).padStart(7)}  ${bar}`);
  }
  output.json({ words: frequencies.slice(0, top), sentenceLengths: lengths });
}
