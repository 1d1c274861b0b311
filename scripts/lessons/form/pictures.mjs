// Pictures of a notebook's widgets as they are after its run, taken of its page in a browser: in the committed notebook
// they stand where the widgets were.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../../setup/command.mjs";
import { joined } from "../notebook.mjs";
import { openBrowser } from "../pages/browser.mjs";
import { render, writeAssets } from "../pages/render.mjs";

const widgetView = "application/vnd.jupyter.widget-view+json";

/**
 * A copy of an executed notebook whose widgets have a picture each. Without a browser it stays as it is, with the
 * stand-ins that widgets draw by themselves.
 */
export async function withPictures(notebook) {
  const isWidget = (output) => output.data && widgetView in output.data;
  const widgets = notebook.cells.flatMap(({ outputs }) => (outputs ?? []).filter(isWidget));
  const browser = widgets.length > 0 && (await openBrowser());
  if (!browser) return notebook;
  try {
    const pictures = await screenshots(browser, await pageOf(notebook));
    const shown = (output) => {
      if (!isWidget(output)) return output;
      const { "image/svg+xml": drawn, "text/html": written, ...data } = output.data;
      return {
        ...output,
        data: { ...data, "image/png": pictures.shift(), "text/plain": joined(data["text/plain"]) },
      };
    };
    return {
      ...notebook,
      cells: notebook.cells.map((cell) =>
        cell.outputs ? { ...cell, outputs: cell.outputs.map(shown) } : cell,
      ),
    };
  } finally {
    await browser.close();
  }
}

async function pageOf(notebook) {
  const folder = join(root, ".cache", "lessons", "pictures");
  writeAssets(folder);
  const page = join(folder, "page.html");
  await render(
    notebook,
    { title: "", assets: "assets", home: "", contents: [], neighbours: [] },
    "book",
    page,
  );
  return page;
}

/** Base64 of a PNG for each widget that the page shows, in order. */
async function screenshots(browser, path) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
  await page.goto(pathToFileURL(path).href);
  const places = page.locator(`:has(> script[type="${widgetView}"])`);
  await page.waitForFunction(allDrawn, widgetView, { timeout: 60_000 });
  await page.waitForTimeout(1000); // their pictures
  const pictures = [];
  for (const place of await places.all()) pictures.push((await place.screenshot()).toString("base64"));
  return pictures;
}

/** In the page: whether every widget stands in its place. */
function allDrawn(type) {
  const places = [...document.querySelectorAll(`script[type="${type}"]`)].map(
    ({ parentElement }) => parentElement,
  );
  return places.every((place) => place.querySelector(":scope > :not(script)"));
}
