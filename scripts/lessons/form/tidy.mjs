// Brings a notebook into the committed form: adds the links to its neighbors, derives the `slideshow` metadata of
// JupyterLab, RISE and nbconvert from the tags, and removes the traces of a run.
import { randomUUID } from "node:crypto";
import { basename } from "node:path";
import { lessons } from "../contents.mjs";
import { hasTag, tagsOf } from "../notebook.mjs";

/** Tags that decide a cell's place in the slides. */
export const slideTags = ["slide", "fragment", "skip", "notes"];

/** Returns a tidied copy of a notebook. */
export function tidied(path, notebook) {
  const cells = notebook.cells.filter((cell) => !hasTag(cell, "navigation")).map(withoutTrace);
  const links = navigation(basename(path), /(^|[\\/])solutions[\\/]/.test(path));
  return {
    cells: [navigationCell("navigation-top", links), ...cells, navigationCell("navigation-end", links)],
    metadata,
    nbformat: 4,
    nbformat_minor: 5,
  };
}

const metadata = {
  kernelspec: { display_name: "TypeScript", language: "typescript", name: "typescript-lab" },
  rise: { center: false, scroll: true },
  language_info: { file_extension: ".ts", mimetype: "text/typescript", name: "typescript" },
};

function withoutTrace(cell) {
  const tags = tagsOf(cell);
  const slide = tags.find((tag) => slideTags.includes(tag));
  const kept = {
    cell_type: cell.cell_type,
    id: cell.id.startsWith("navigation-") ? randomUUID().slice(0, 8) : cell.id,
    metadata: {
      ...(tags.length > 0 && { tags }),
      ...(slide && { slideshow: { slide_type: slide } }),
    },
    source: cell.source.trimEnd(),
  };
  return cell.cell_type === "code" ? { ...kept, execution_count: null, outputs: cell.outputs } : kept;
}

/** Returns links to the lesson before, the contents and the lesson after, or from a solution to its lesson. */
function navigation(file, isSolution) {
  const at = lessons.findIndex((lesson) => lesson.file === file);
  const link = (lesson, text) => `[${text}](${lesson.file})`;
  if (at < 0) return "[Contents](README.md)";
  if (isSolution)
    return `[← Lesson ${lessons[at].number}, ${lessons[at].title}](../${file}) · [Contents](../README.md)`;
  const [before, after] = [lessons[at - 1], lessons[at + 1]];
  return [
    before && link(before, `← ${before.number} ${before.title}`),
    "[Contents](README.md)",
    after && link(after, `${after.number} ${after.title} →`),
  ]
    .filter(Boolean)
    .join(" · ");
}

function navigationCell(id, source) {
  const slideshow = { slide_type: "skip" };
  return { cell_type: "markdown", id, metadata: { slideshow, tags: ["navigation"] }, source };
}
