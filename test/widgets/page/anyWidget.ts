// Custom widgets in JupyterLab: a slow page side misses no message of the kernel, and an edited one is reloaded.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { noBrowser } from "../../support/browser.js";
import { type Lab, runAll } from "../../support/jupyterLab.js";
import { writeNotebook } from "../../support/notebookFile.js";
import { sharedLab } from "../../support/sharedLab.js";
import { eventually } from "./look.js";

/** anywidget waits for less than three seconds. */
const slow = `export default {
  initialize: () => new Promise((ready) => setTimeout(ready, 3000)),
  render({ model, el }) {
    el.className = "shown-slow";
    const show = () => { el.textContent = "count " + model.get("count"); };
    model.on("change:count", show);
    show();
    el.onclick = () => model.send({ event: "more" });
  },
};`;

const cells = [
  `import { AnyWidget } from "amfmn-lab/widgets";
const edited = new AnyWidget({ name: "Edited", esm: "view.ts", css: "view.css", state: { count: 7 }, watch: true });
edited`,
  `const slow = new AnyWidget({ name: "Slow", state: { count: 0 }, esm: ${JSON.stringify(slow)} });
display(slow);
slow.on("more", () => { slow.count = 2; });
setTimeout(() => { slow.count = 1; }, 500);`,
];

const view = (word: string) =>
  `export default { render({ model, el }) { el.className = "shown-edited"; el.textContent = "${word} " + model.get("count"); } };`;

describe("a widget of one's own in JupyterLab", { skip: noBrowser }, () => {
  let folder: string;
  let lab: Lab;
  const text = (selector: string) => async () =>
    (await lab.page.locator(selector).textContent({ timeout: 1000 })) ?? "";
  const color = () => lab.page.locator(".shown-edited").evaluate((node) => getComputedStyle(node).color);

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "any-"));
    writeFileSync(join(folder, "view.ts"), view("first"));
    writeFileSync(join(folder, "view.css"), ".shown-edited { color: rgb(1, 2, 3); }");
    writeNotebook(join(folder, "any.ipynb"), cells);
    lab = await (await sharedLab()).open(folder, "any.ipynb");
    lab.page.setDefaultTimeout(10_000);
    await runAll(lab.page, 60_000);
  });
  after(async () => {
    await lab?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("a slow one shows the state that was set before and after it loaded", async () => {
    await eventually(text(".shown-slow"), "count 1");
    await lab.page.locator(".shown-slow").click();
    await eventually(text(".shown-slow"), "count 2");
  });

  test("edited code and style are shown at once and keep the state; a broken edit changes nothing", async () => {
    await eventually(text(".shown-edited"), "first 7");
    await eventually(color, "rgb(1, 2, 3)");
    writeFileSync(join(lab.folder, "view.ts"), "export default {{{");
    await lab.page
      .getByText(/view\.ts: expected a page side that esbuild can bundle, found an error/)
      .waitFor();
    await eventually(text(".shown-edited"), "first 7");
    writeFileSync(join(lab.folder, "view.ts"), view("second"));
    await eventually(text(".shown-edited"), "second 7");
    writeFileSync(join(lab.folder, "view.css"), ".shown-edited { color: rgb(4, 5, 6); }");
    await eventually(color, "rgb(4, 5, 6)");
  });
});
