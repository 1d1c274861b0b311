// Takes pictures of a notebook's widgets after its run, from its page in a browser. The committed notebook shows the
// pictures in place of the widgets.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../../setup/command.mjs";
import { joined } from "../notebook.mjs";
import { openBrowser } from "../pages/browser.mjs";
import { render, writeAssets } from "../pages/render.mjs";

const widgetView = "application/vnd.jupyter.widget-view+json";

/**
 * Returns a copy of an executed notebook with a picture for each widget. Without a browser it returns the notebook,
 * which has the fallbacks that widgets draw.
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
    { title: "", assets: "assets", home: "", contents: [], neighbors: [] },
    "book",
    page,
  );
  return page;
}

/** Returns the base64 of a PNG for each widget on the page, in order. */
async function screenshots(browser, path) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
  await page.goto(pathToFileURL(path).href);
  const places = page.locator(`:has(> script[type="${widgetView}"])`);
  await page.waitForFunction(allDrawn, widgetView, { timeout: 60_000 });
  await page.waitForTimeout(1000); // pictures inside widgets
  const pictures = [];
  for (const place of await places.all()) pictures.push((await place.screenshot()).toString("base64"));
  return pictures;
}

/** Runs in the page. Returns true when every widget is drawn. */
function allDrawn(type) {
  const places = [...document.querySelectorAll(`script[type="${type}"]`)].map(
    ({ parentElement }) => parentElement,
  );
  return places.every((place) => place.querySelector(":scope > :not(script)"));
}
