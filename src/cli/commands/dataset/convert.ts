// `amfmn dataset convert`: writes a data set in another form.
import {
  convertDataset,
  loadDataset,
  OptionError,
  type WrittenFormat,
  writtenFormats,
} from "../../../lib/index.js";
import type { Output } from "../../command.js";
import type { DatasetOptions } from "./index.js";

export async function convert(
  path: string,
  { to, out, images }: DatasetOptions,
  output: Output,
): Promise<void> {
  const form = writtenFormats.find((one): one is WrittenFormat => one === to);
  if (!form) {
    throw new OptionError(
      `amfmn dataset convert: --to expects one of ${writtenFormats.join(", ")}, found ${to ? `"${to}"` : "none"}.`,
    );
  }
  if (!out)
    throw new OptionError("amfmn dataset convert: --out DIR is missing; it is the folder to write to.");
  const dataset = await loadDataset(path, { images });
  const files = await convertDataset(dataset, form, out);
  output.print(`Wrote ${dataset.records.length} images' captions as ${form}: ${files.join(", ")}`);
  const keywords = dataset.records.some((record) => record.keywords.length > 0);
  const lost = keywords && (form === "precomp" || form === "coco");
  if (lost) output.print(`The form ${form} has no place for keywords; they are left out.`);
  output.json({ form, files, images: dataset.records.length, keywordsKept: !lost });
}
