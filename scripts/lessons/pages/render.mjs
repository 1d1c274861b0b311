// Turns notebooks into pages with nbconvert and the project's templates. The assets of a page lie beside it, so that it
// needs no network and no kernel.
import { copyFileSync, cpSync, mkdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { quiet, root } from "../../setup/command.mjs";
import { venvProgram } from "../../setup/python.mjs";
import { writeNotebook } from "../notebook.mjs";

const require = createRequire(import.meta.url);
const here = dirname(fileURLToPath(import.meta.url));

/**
 * Writes one page.
 * @param notebook the cells of the page, in order
 * @param course title and links, for the template
 * @param template `book` or `slides`
 * @param target the HTML file
 */
export async function render(notebook, course, template, target) {
  const source = join(root, ".cache", "lessons", "pages", template, basename(target, ".html"));
  mkdirSync(dirname(source), { recursive: true });
  mkdirSync(dirname(target), { recursive: true });
  writeNotebook(`${source}.ipynb`, { ...notebook, metadata: { ...notebook.metadata, course } });
  const args = [
    "nbconvert",
    "--to",
    "html",
    "--template",
    template,
    "--log-level",
    "ERROR",
    "--HTMLExporter.exclude_anchor_links=True",
  ];
  const templates = `--TemplateExporter.extra_template_basedirs=${join(here, "templates")}`;
  const place = ["--output-dir", resolve(dirname(target)), "--output", basename(target)];
  await quiet(venvProgram("jupyter"), [...args, templates, ...place, `${source}.ipynb`], `Writing ${target}`);
  rmSync(`${source}.ipynb`);
}

/** Copies the styles, the scripts that show formulas and widgets, and reveal.js beside the pages. */
export function writeAssets(folder) {
  const assets = join(folder, "assets");
  mkdirSync(assets, { recursive: true });
  cpSync(join(here, "assets"), assets, { recursive: true });
  const built = join(root, "dist", "widgets", "browser");
  const files = [
    join(built, "formulas.js"),
    join(built, "savedWidgets.js"),
    join(built, "icons.css"),
    require.resolve("reveal.js"),
    require.resolve("reveal.js/reveal.css"),
    require.resolve("reveal.js/plugin/notes"),
  ];
  for (const file of files) copyFileSync(file, join(assets, basename(file)));
}
