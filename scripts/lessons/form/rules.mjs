// Checks a committed lesson: its parts, its links, the size of its outputs, the check cells of its solutions, and that
// it holds no trace of a run or of a machine.
import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { lessons } from "../contents.mjs";
import { hasTag, joined, notebookText } from "../notebook.mjs";
import { tidied } from "./tidy.mjs";

/** Largest size of one output in a committed notebook, in bytes. */
export const outputLimit = 300_000;
const longestCell = 15;
const widestLine = 100;

/**
 * Returns the problems of a notebook, one sentence each.
 * @param path the notebook's file
 * @param notebook the result of `readNotebook`
 * @param text the text of the file
 * @param solutions the lesson's solutions, or undefined when the notebook is one
 */
export function problemsOf({ path, notebook, text, solutions }) {
  const isSolution = basename(dirname(path)) === "solutions";
  return [
    ...formProblems(path, notebook, text),
    ...notebook.cells.flatMap((cell) => cellProblems(path, cell)),
    ...(isSolution ? [] : lessonProblems(path, notebook)),
    ...(isSolution ? [] : solutionProblems(notebook, solutions)),
  ];
}

function formProblems(path, notebook, text) {
  const ids = notebook.cells.map(({ id }) => id);
  const twice = ids.filter((id, i) => ids.indexOf(id) !== i);
  return [
    ...twice.map((id) => `two cells have the id ${id}`),
    ...(text === notebookText(tidied(path, notebook))
      ? []
      : ["is not in the committed form (execution counts, widget state, links): npm run lessons -- --tidy"]),
  ];
}

function cellProblems(path, cell) {
  const problems = [];
  const lines = cell.source.split("\n").length;
  if (cell.cell_type === "code" && lines > longestCell) {
    problems.push(`has ${lines} lines of code, at most ${longestCell} fit a slide; move helpers to src/`);
  }
  if (cell.cell_type === "code") problems.push(...wideLines(cell.source));
  const mayFail = hasTag(cell, "raises-exception");
  for (const output of cell.outputs ?? []) {
    if (output.output_type === "error" && !mayFail) problems.push(`stores an error: ${output.ename}`);
    problems.push(...outputProblems(output));
  }
  const private_ = [cell.source, ...(cell.outputs ?? []).flatMap(textsOf)].map(machinePath).find(Boolean);
  if (private_) problems.push(`names a path of one machine: ${private_}`);
  if (cell.cell_type === "markdown") problems.push(...linkProblems(path, cell.source));
  return problems.map((problem) => `cell ${cell.id} ${problem}`);
}

function wideLines(source) {
  const wide = source.split("\n").filter((line) => [...line].length > widestLine);
  return wide.map((line) => {
    const start = line.trim().slice(0, 40);
    return `has a line of ${[...line].length} characters ("${start} …"), at most ${widestLine} fit a slide; break it`;
  });
}

function outputProblems(output) {
  return Object.entries(output.data ?? {}).flatMap(([type, data]) => {
    if (type === "application/vnd.jupyter.widget-view+json")
      return ["stores a widget's view without its state"];
    const size = weight(type, data);
    const most = `at most ${outputLimit / 1000} kB`;
    return size > outputLimit ? [`stores ${type} of ${Math.ceil(size / 1000)} kB, ${most}`] : [];
  });
}

/** Returns the bytes of one representation. Base64 counts as the bytes that it encodes. */
export function weight(type, data) {
  const text = typeof data === "object" && !Array.isArray(data) ? JSON.stringify(data) : joined(data);
  const binary = type.startsWith("image/") && type !== "image/svg+xml";
  return binary ? Math.floor(text.length * 0.75) : Buffer.byteLength(text);
}

function textsOf(output) {
  const texts = Object.entries(output.data ?? {}).filter(([type]) => type.startsWith("text/"));
  return [joined(output.text), (output.traceback ?? []).join("\n"), ...texts.map(([, data]) => joined(data))];
}

/** Finds a path that exists on one machine only, or returns undefined. */
function machinePath(text) {
  const withoutData = text.replace(/data:[\w/+-]+;base64,[A-Za-z0-9+/=]+/g, "");
  const found =
    /(?:file:\/\/|(?<![\w.:/-])\/(?:home|root|Users|tmp|work|mnt|opt|var|usr)\/|\b[A-Z]:\\)[^\s"'`)]*/;
  return found.exec(withoutData)?.[0];
}

function linkProblems(path, source) {
  const links = [...source.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target.split("#")[0]);
  return links
    .filter((target) => target !== "" && !/^[a-z]+:/.test(target))
    .filter((target) => !existsSync(join(dirname(path), target)))
    .map((target) => `links to ${target}, which does not exist`);
}

function lessonProblems(path, notebook) {
  const lesson = lessons.find(({ file }) => file === basename(path));
  if (!lesson) return ["is not in the table of contents (scripts/lessons/contents.mjs)"];
  const content = notebook.cells.filter((cell) => !hasTag(cell, "navigation"));
  const opening = content[0]?.source ?? "";
  const prose = content.filter(({ cell_type }) => cell_type === "markdown").map(({ source }) => source);
  const exercises = content.filter((cell) => hasTag(cell, "exercise")).length;
  const checks = content.filter((cell) => hasTag(cell, "check")).length;
  const parts = [
    [
      opening.startsWith(`# ${lesson.number} · ${lesson.title}`),
      `does not open with "# ${lesson.number} · ${lesson.title}"`,
    ],
    [/^\*\*You will learn\*\*/m.test(opening), 'does not say "**You will learn**" at its top'],
    [/^\*Needs:\* .+/m.test(opening), 'does not say "*Needs:* …" at its top'],
    [/^\*Run time:\* .+/m.test(opening), 'does not say "*Run time:* …" at its top'],
    [prose.some((text) => /\*\*Predict/.test(text)), 'asks for no prediction ("**Predict** …")'],
    [exercises >= 2 && exercises <= 4, `has ${exercises} cells tagged exercise, expected 2 to 4`],
    [checks === exercises, `has ${checks} cells tagged check for ${exercises} tagged exercise`],
    [prose.some((text) => /^## Summary/m.test(text)), 'has no "## Summary"'],
    [content.some((cell) => hasTag(cell, "slide")), "has no cell tagged slide"],
    [content.some((cell) => hasTag(cell, "notes")), "has no speaker notes (a cell tagged notes)"],
    [content.some((cell) => cell.outputs?.length > 0), "stores no outputs: npm run lessons -- --store N"],
  ];
  return parts.filter(([kept]) => !kept).map(([, problem]) => problem);
}

function solutionProblems(notebook, solutions) {
  if (!solutions) return ["has no solutions in notebooks/solutions/"];
  const answered = new Set(solutions.cells.map(({ source }) => source.trim()));
  return notebook.cells
    .filter((cell) => hasTag(cell, "check") && !answered.has(cell.source.trim()))
    .map((cell) => `cell ${cell.id} (check) is not word for word in its solutions`);
}
