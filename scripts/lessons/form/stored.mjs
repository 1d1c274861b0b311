// Turns an executed notebook into the committed form: small pictures, no execution counts, and pictures in place of
// widgets. The state of widgets is some megabytes, so only the book keeps it.
import sharp from "sharp";
import { joined } from "../notebook.mjs";
import { outputLimit, weight } from "./rules.mjs";
import { tidied } from "./tidy.mjs";

const widest = 1200;
const widgetView = "application/vnd.jupyter.widget-view+json";

/**
 * Returns the committed form of an executed notebook.
 * @param seconds the run time, which is written into the opening cell
 */
export async function stored(path, executed, seconds) {
  const notebook = withoutWidgets(tidied(path, executed));
  for (const cell of notebook.cells) {
    if (cell.cell_type === "code") cell.outputs = await Promise.all(cell.outputs.map(storedOutput));
    cell.source = cell.source.replace(
      /^\*Run time:\* .*$/m,
      `*Run time:* ${runTime(seconds)} on two cores, measured.`,
    );
  }
  return notebook;
}

/** Returns a copy of a notebook with pictures in place of widgets, for pages that cannot show widgets. */
export function withoutWidgets(notebook) {
  const cells = notebook.cells.map((cell) => {
    if (!cell.outputs) return cell;
    const outputs = cell.outputs.map((output) => {
      if (!output.data) return output;
      const { [widgetView]: view, ...data } = output.data;
      return { ...output, data };
    });
    return { ...cell, outputs };
  });
  const { widgets, ...metadata } = notebook.metadata;
  return { ...notebook, cells, metadata };
}

async function storedOutput(output) {
  const { execution_count, ...rest } = output;
  if (output.output_type === "execute_result") rest.execution_count = null;
  if (rest.text !== undefined) rest.text = linesOf(joined(rest.text));
  if (!rest.data) return rest;
  const data = { ...rest.data };
  for (const [type, value] of Object.entries(data)) {
    if (/^image\/(png|jpeg)$/.test(type)) data[type] = await smaller(type, joined(value));
  }
  return { ...rest, data };
}

/** Returns a picture within the limit: first narrower, then with fewer colors. */
async function smaller(type, base64) {
  if (weight(type, base64) <= outputLimit / 2) return base64.trim();
  let picture = sharp(Buffer.from(base64, "base64")).resize({ width: widest, withoutEnlargement: true });
  picture =
    type === "image/png"
      ? picture.png({ palette: true, quality: 80, effort: 10 })
      : picture.jpeg({ quality: 75 });
  const bytes = await picture.toBuffer();
  return bytes.length < weight(type, base64) ? bytes.toString("base64") : base64.trim();
}

const linesOf = (text) => text.match(/.*\n|.+$/g) ?? [];

function runTime(seconds) {
  if (seconds <= 50) return `under ${Math.max(10, Math.ceil(seconds / 10) * 10)} seconds`;
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? "under a minute" : `under ${minutes} minutes`;
}
