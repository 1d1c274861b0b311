// Writes the course as a static book: a page for each lesson and for its solutions, an index with pictures, and their
// assets. The book opens from a folder, without network and kernel.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { executedPath } from "../files.mjs";
import { hasTag, readNotebook } from "../notebook.mjs";
import { coverOf, indexPage } from "./bookIndex.mjs";
import { render, writeAssets } from "./render.mjs";

/**
 * Writes the book of these lessons. A lesson that has not run is shown with its committed outputs.
 * @param lessons the result of `written`
 * @param folder the folder to write
 */
export async function writeBook(lessons, folder) {
  mkdirSync(folder, { recursive: true });
  writeAssets(folder);
  const cards = [];
  for (const lesson of lessons) {
    for (const path of lesson.paths) {
      const notebook = pageOf(path);
      const isSolution = path !== lesson.paths[0];
      const target = join(folder, isSolution ? "solutions" : "", htmlName(lesson.file));
      await render(notebook, courseOf(lesson, lessons, isSolution), "book", target);
      if (!isSolution) cards.push({ ...lesson, href: htmlName(lesson.file), cover: coverOf(notebook) });
    }
  }
  writeFileSync(join(folder, "index.html"), indexPage(cards));
}

const htmlName = (file) => basename(file).replace(/ipynb$/, "html");

/** Returns the last run of a notebook, without the cells for the teacher and for Jupyter. */
function pageOf(path) {
  const executed = executedPath(path);
  const notebook = readNotebook(existsSync(executed) ? executed : path);
  const cells = notebook.cells
    .filter((cell) => !["navigation", "notes"].some((tag) => hasTag(cell, tag)))
    .map((cell) => (cell.cell_type === "markdown" ? { ...cell, source: linked(cell.source) } : cell));
  return { ...notebook, cells };
}

/** Turns links between notebooks into links between pages. */
const linked = (source) =>
  source.replaceAll(/\]\((\S+)\.ipynb/g, "]($1.html").replaceAll(/\]\((\S*)README\.md/g, "]($1index.html");

/** Returns the title and the links of a page. */
function courseOf(lesson, lessons, isSolution) {
  const up = isSolution ? "../" : "";
  const at = lessons.indexOf(lesson);
  const link = (side, other, title) => other && { side, title, href: `${up}${htmlName(other.file)}` };
  const neighbors = isSolution
    ? [link("before", lesson, `← Lesson ${lesson.number}, ${lesson.title}`)]
    : [
        link("before", lessons[at - 1], `← ${lessons[at - 1]?.number} ${lessons[at - 1]?.title}`),
        link("after", lessons[at + 1], `${lessons[at + 1]?.number} ${lessons[at + 1]?.title} →`),
      ];
  return {
    title: isSolution ? `Solutions ${lesson.number} · ${lesson.title}` : `${lesson.number} · ${lesson.title}`,
    assets: `${up}assets`,
    home: `${up}index.html`,
    contents: lessons.map((entry) => ({
      href: `${up}${htmlName(entry.file)}`,
      number: entry.number,
      title: entry.title,
      current: entry === lesson,
    })),
    neighbors: neighbors.filter(Boolean),
  };
}
