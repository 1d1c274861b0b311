// `amfmn dataset info`: counts the images, captions and keywords of a data set by split and by class.
import { inspectDataset } from "../../../lib/data/index.js";
import { parseColumns } from "../../columnsOption.js";
import type { Output } from "../../command.js";
import { table } from "../../table.js";
import type { DatasetOptions } from "./options.js";

export async function info(path: string, { images, columns }: DatasetOptions, output: Output): Promise<void> {
  const { format, source, dataset, problems } = await inspectDataset(path, {
    images,
    columns: parseColumns(columns),
  });
  const splits = (["train", "val", "test"] as const).flatMap((split) => {
    const { records, captions } = dataset.split(split);
    return records.length > 0 ? [{ split, images: records.length, captions: captions.length }] : [];
  });
  const classes = new Map<string, number>();
  for (const { sceneClass } of dataset.records) classes.set(sceneClass, (classes.get(sceneClass) ?? 0) + 1);
  const keywords = new Set(dataset.records.flatMap((record) => record.keywords)).size;
  const count = (severity: string) => problems.filter((problem) => problem.severity === severity).length;
  const [errors, warnings] = [count("error"), count("warning")];
  output.print(`${dataset.name}: format ${format}, from ${source}`);
  const rows = splits.map(({ split, images: all, captions }) => [split, String(all), String(captions)]);
  output.print(table([["", "images", "captions"], ...rows]));
  output.print(`${classes.size} classes, ${keywords} different keywords`);
  const byClass = [...classes].sort(([a], [b]) => (a < b ? -1 : 1));
  output.print(byClass.map(([name, number]) => `${name} ${number}`).join(", "));
  if (problems.length > 0) {
    output.print(`${errors} errors, ${warnings} warnings: amfmn dataset validate ${path} lists them`);
  }
  const { name } = dataset;
  output.json({
    name,
    form: format,
    source,
    splits,
    keywords,
    classes: Object.fromEntries(byClass),
    errors,
    warnings,
  });
}
