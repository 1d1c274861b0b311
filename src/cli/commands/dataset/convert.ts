// `amfmn dataset convert`: writes a data set in another format.

import { requireWritableFolder } from "../../../lib/base/files/output.js";
import { convertDataset, type WrittenFormat, writtenFormats } from "../../../lib/data/index.js";
import { loadDataset, OptionError } from "../../../lib/index.js";
import { parseColumns } from "../../columnsOption.js";
import type { Output } from "../../command.js";
import type { DatasetOptions } from "./options.js";

export async function convert(
  path: string,
  { to, out, images, columns }: DatasetOptions,
  output: Output,
): Promise<void> {
  const format = writtenFormats.find((one): one is WrittenFormat => one === to);
  if (!format) {
    const found = to === undefined ? "none" : `"${to}"`;
    throw new OptionError(
      `amfmn dataset convert --to: expected one of ${writtenFormats.join(", ")}, found ${found}; see amfmn dataset --help.`,
    );
  }
  if (out === undefined) {
    throw new OptionError(
      "amfmn dataset convert --out: expected a folder, found none; give the folder to write.",
    );
  }
  requireWritableFolder(out);
  const dataset = await loadDataset(path, { images, columns: parseColumns(columns) });
  const files = await convertDataset(dataset, format, out);
  output.print(`Wrote ${dataset.records.length} images' captions as ${format}: ${files.join(", ")}`);
  const keywords = dataset.records.some((record) => record.keywords.length > 0);
  const lost = keywords && (format === "precomp" || format === "coco");
  if (lost) output.print(`The format ${format} has no keywords, so they are not written.`);
  output.json({ form: format, files, images: dataset.records.length, keywordsKept: !lost });
}
