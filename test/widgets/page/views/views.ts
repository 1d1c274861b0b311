// Every view in JupyterLab and in Notebook 7, in a real browser, by mouse and by keyboard. The views are shown again after
// a reload, from the saved notebook without a kernel, and in the exported page.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { exportHtml } from "../../../../src/widgets/export/exportHtml.js";
import { noBrowser, openOffline } from "../../../support/browser.js";
import { type FrontEnd, frontEnds, type Lab } from "../../../support/jupyterLab.js";
import { sharedLab } from "../../../support/sharedLab.js";
import { drives } from "./drives.js";
import { everyViewIsShown } from "./everyView.js";
import { cellCount, writeViewsNotebook } from "./notebook.js";
import { ViewsPage } from "./viewsPage.js";

for (const frontEnd of Object.keys(frontEnds) as FrontEnd[]) {
  describe(`the views in ${frontEnds[frontEnd].name}`, { skip: noBrowser }, () => {
    let folder: string;
    let notebook: string;
    let lab: Lab;
    let views: ViewsPage;
    const problems: string[] = [];
    const theme = (name: string) => views.execute("apputils:change-theme", { theme: name });

    before(async () => {
      folder = mkdtempSync(join(tmpdir(), "views-"));
      notebook = writeViewsNotebook(folder);
      lab = await (await sharedLab()).open(folder, notebook, frontEnd);
      views = new ViewsPage(lab.page, frontEnd);
      lab.page.on("pageerror", ({ stack = "" }) => {
        // Errors of the views' code only. Notebook 7 reports others when its theme changes.
        if (/blob:|anywidget/.test(stack)) problems.push(stack);
      });
      // The cells start one by one. The training monitor's cell still runs when the first test begins.
      for (let cell = 0; cell < cellCount; cell++) {
        await views.start("notebook:run-cell-and-select-next");
        await lab.page.waitForFunction(
          (shown) => document.querySelectorAll(".amfmn-view, .js-plotly-plot").length >= shown,
          cell,
          { timeout: 60_000 },
        );
      }
    });
    after(async () => {
      try {
        if (views) await theme("JupyterLab Light");
      } finally {
        await lab?.close();
        rmSync(folder, { recursive: true, force: true });
      }
    });

    for (const { name, drive } of drives) test(name, () => drive(views));

    test("a reloaded page shows every view as it was left, in the dark theme too", async () => {
      const { page } = views;
      await views.execute("docmanager:save");
      await theme("JupyterLab Dark");
      await page.reload();
      await views.heatmap().waitFor({ timeout: 60_000 });
      assert.equal(await views.viewOf(views.heatmap()).getByLabel("order").inputValue(), "1");
      await views.viewOf(views.heatmap()).locator(".pair .score").waitFor();
      assert.equal(
        await views.viewOf(views.mask()).getByRole("slider", { name: "threshold" }).inputValue(),
        "0.1",
      );
      await page.getByText("Captions for beach_1.tif").waitFor();
      await views.has(/images\/s · stopped/);
      const box = page.getByRole("textbox", { name: "Search for" });
      await box.fill("port");
      await page.getByText(/best for “port”/).waitFor({ timeout: 30_000 });
      const [ink, ground] = await views.viewOf(box).evaluate((node) => {
        const light = (color: string) =>
          (color.match(/[\d.]+/g) ?? []).slice(0, 3).reduce((sum, one) => sum + Number(one), 0);
        return [
          light(getComputedStyle(node).color),
          light(getComputedStyle(document.querySelector(".jp-Notebook")!).backgroundColor),
        ];
      });
      assert.ok(ink! > ground! + 300, `light ink on a dark ground, found ${ink} on ${ground}`);
      assert.deepEqual(problems, []);
    });

    if (frontEnd === "notebook") return;
    test("the notebook that was saved shows every view when the kernel that made them is gone", async () => {
      // A new kernel starts, without any widget. With “No Kernel”, jupyterlab_widgets 3.0.17 stays at
      // “Loading widget…”, because it loads the notebook's state only after it asked a kernel.
      const { page } = views;
      const address = page.url();
      await page.goto("about:blank");
      assert.equal(await lab.endKernels(), 1);
      await page.goto(address);
      await everyViewIsShown(views);
      assert.deepEqual(problems, []);
    });

    test("a page that is exported of it shows every view, and asks nothing of the network", async () => {
      const exported = join(folder, "views.html");
      writeFileSync(exported, await exportHtml(join(lab.folder, notebook)));
      const { page, requests, errors, close } = await openOffline(
        (await sharedLab()).browser,
        pathToFileURL(exported).href,
      );
      try {
        await everyViewIsShown(new ViewsPage(page, "exported"));
        assert.deepEqual(requests, []);
        assert.deepEqual(errors, []);
      } finally {
        await close();
      }
    });
  });
}
