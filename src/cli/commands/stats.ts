// `amfmn stats`: prints and draws the six bars of the paper's Figure 9 for any number of data sets.
import {
  requireDistinctFiles,
  requireSourcesKept,
  requireWritableFile,
} from "../../lib/base/files/output.js";
import { writeFileAtomic } from "../../lib/base/writeFileAtomic.js";
import { loadDataset } from "../../lib/index.js";
import {
  datasetStatistics,
  describeDisagreement,
  disagreements,
  paperFiguresOf,
  sixBars,
  sixBarsMarkdown,
  sixBarsPng,
} from "../../lib/reports/index.js";
import { defineCommand } from "../command.js";
import { table } from "../table.js";

export const statsCommand = defineCommand({
  name: "stats",
  summary:
    "compute the six bars of the paper's Figure 9: samples, length, diversity, similarity, words, classes",
  usage: "PATH… [--out FIGURE.png] [--markdown TABLE.md]",
  example: "amfmn stats data/rsitmd data/dataset_rsicd.json --out figure9.png --json",
  operands: ["PATH…"],
  options: {
    out: { type: "string", placeholder: "FILE", help: "write the figure to this PNG" },
    markdown: { type: "string", placeholder: "FILE", help: "write the table to this Markdown file" },
  },
  async run({ out, markdown }, output, paths) {
    for (const file of [out, markdown]) if (file !== undefined) requireWritableFile(file);
    requireDistinctFiles({ "--out": out, "--markdown": markdown });
    const datasets = [];
    for (const path of paths) datasets.push(await loadDataset(path));
    for (const data of datasets) requireSourcesKept([out, markdown], [...data.files, ...data.paths]);
    const statistics = await datasetStatistics(datasets, { onProgress: (stage) => output.progress(stage) });
    const header = ["", ...statistics.map(({ name }) => name)];
    const rows = sixBars.map(({ key, title, digits }) => [
      title,
      ...statistics.map((one) => {
        const paper = paperFiguresOf(one.name)?.[key];
        return one[key].toFixed(digits) + (paper === undefined ? "" : ` (${paper.toFixed(digits)})`);
      }),
    ]);
    output.print(table([header, ...rows]));
    if (statistics.some(({ name }) => paperFiguresOf(name))) output.print("In brackets: the paper's figure.");
    for (const one of disagreements(statistics)) output.print(describeDisagreement(one));
    output.json(statistics);
    if (out) await writeFileAtomic(out, await sixBarsPng(statistics));
    if (markdown) await writeFileAtomic(markdown, `${sixBarsMarkdown(statistics)}\n`);
  },
});
