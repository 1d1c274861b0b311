// `amfmn dataset validate`: lists every problem of a data set. It ends with exit status 2 when one is an error.

import { describeProblem, inspectDataset } from "../../../lib/data/index.js";
import { DataError } from "../../../lib/index.js";
import { parseColumns } from "../../columnsOption.js";
import type { Output } from "../../command.js";
import type { DatasetOptions } from "./options.js";

export async function validate(path: string, options: DatasetOptions, output: Output): Promise<void> {
  const { format, dataset, problems } = await inspectDataset(path, {
    images: options.images,
    columns: parseColumns(options.columns),
    checkImages: options["skip-images"] !== true,
  });
  const captions = dataset.records.reduce((sum, record) => sum + record.captions.length, 0);
  const errors = problems.filter(({ severity }) => severity === "error").length;
  for (const problem of problems) output.print(`${problem.severity}: ${describeProblem(problem)}`);
  output.json({
    name: dataset.name,
    form: format,
    images: dataset.records.length,
    captions,
    errors,
    warnings: problems.length - errors,
    problems,
  });
  if (errors > 0) {
    throw new DataError(
      `${path}: expected a data set without errors, found ${errors}; ${dataset.records.length} records fit, correct the others.`,
    );
  }
  output.print(
    `${dataset.records.length} images and ${captions} captions fit, with ${problems.length} warnings`,
  );
}
