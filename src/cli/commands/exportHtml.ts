// `amfmn export-html`: writes a notebook as one HTML file, whose widgets and figures need no kernel and no network.
import { requireDistinctFiles, requireWritableFile } from "../../lib/base/files/output.js";
import { writeFileAtomic } from "../../lib/base/writeFileAtomic.js";
import { exportHtml } from "../../widgets/export/exportHtml.js";
import { defineCommand } from "../command.js";

export const exportHtmlCommand = defineCommand({
  name: "export-html",
  summary: "export a notebook as one HTML file that shows its widgets without kernel and network",
  usage: "NOTEBOOK [--output FILE] [--hide-code] [--json]",
  example: "amfmn export-html notebooks/01-first-look.ipynb --output lesson1.html",
  operands: ["NOTEBOOK"],
  options: {
    output: { type: "string", placeholder: "FILE", help: "file to write (default: beside the notebook)" },
    "hide-code": { type: "boolean", help: "leave the code out" },
  },
  async run({ output: named, "hide-code": hideCode }, output, [notebook]) {
    const file = named ?? `${notebook!.replace(/\.ipynb$/, "")}.html`;
    requireWritableFile(file);
    requireDistinctFiles({ NOTEBOOK: notebook!, "--output": file });
    const html = await exportHtml(notebook!, { hideCode });
    await writeFileAtomic(file, html);
    const bytes = Buffer.byteLength(html);
    output.print(`${file} (${(bytes / 1e6).toFixed(1)} MB)`);
    output.json({ file, bytes });
  },
});
