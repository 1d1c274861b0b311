// Layout templates in JupyterLab: each widget is at its place, also after a change.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { noBrowser } from "../../support/browser.js";
import { type Lab, runAll } from "../../support/jupyterLab.js";
import { writeNotebook } from "../../support/notebookFile.js";
import { sharedLab } from "../../support/sharedLab.js";

const cells = [
  `import { AppLayout, Button, GridspecLayout, TwoByTwoLayout } from "amfmn-lab/widgets";
const named = (name: string) =>
  new Button({ description: name, button_style: "info", layout: { width: "auto", height: "auto" }, _dom_classes: ["cell-" + name] });
const app = new AppLayout({ header: named("head"), left_sidebar: named("left"), center: named("center"), height: "200px", pane_heights: ["40px", 1, "40px"] });
app`,
  `const grid = new GridspecLayout(3, 4, { height: "200px", grid_gap: "4px" });
grid.set([0, 2], 0, named("tall"));
grid.set(-1, "all", named("wide"));
grid.set([0, 2], [1, 4], named("rest"));
grid`,
  `new TwoByTwoLayout({ top_left: named("nw"), top_right: named("ne"), bottom_right: named("se"), height: "120px" })`,
  `app.footer = named("foot");
app.left_sidebar = null;
await 0`,
];

describe("layout templates in JupyterLab", { skip: noBrowser }, () => {
  let folder: string;
  let lab: Lab;
  const box = async (name: string) => (await lab.page.locator(`.cell-${name}`).boundingBox())!;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "layouts-"));
    writeNotebook(join(folder, "layouts.ipynb"), cells);
    lab = await (await sharedLab()).open(folder, "layouts.ipynb");
    lab.page.setDefaultTimeout(10_000);
    // JupyterLab hides the cells above the view, to which it scrolls while it runs all cells.
    await lab.page.setViewportSize({ width: 1280, height: 1800 });
    await runAll(lab.page, 60_000);
    await lab.page.locator(".cell-foot").waitFor({ timeout: 30_000 });
    const pictures = process.env.AMFMN_SCREENSHOTS;
    if (pictures) await lab.page.screenshot({ path: `${pictures}/layouts.png` });
  });
  after(async () => {
    await lab?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("an AppLayout shows a footer that was added, and the center takes the place of the sidebar", async () => {
    const [head, center, foot] = [await box("head"), await box("center"), await box("foot")];
    assert.ok(head.y < center.y && center.y < foot.y);
    assert.ok(Math.abs(head.width - center.width) < 10, `${head.width} and ${center.width}`);
    assert.ok(head.height < 45 && center.height > 90);
    assert.equal(await lab.page.locator(".cell-left").count(), 0);
  });

  test("a GridspecLayout shows widgets across rows and columns", async () => {
    const [tall, wide, rest] = [await box("tall"), await box("wide"), await box("rest")];
    assert.ok(Math.abs(tall.height - rest.height) < 2 && tall.height > 1.5 * wide.height);
    assert.ok(tall.x < rest.x && wide.y > rest.y && wide.width > rest.width && rest.width > 2 * tall.width);
  });

  test("a TwoByTwoLayout gives an empty place to the widget above", async () => {
    const [nw, ne, se] = [await box("nw"), await box("ne"), await box("se")];
    assert.ok(nw.height > 1.5 * ne.height && ne.y < se.y && nw.x < se.x);
  });
});
