// An exported page: every core widget, figures and custom widgets are shown without a kernel and without a network, and
// figures have fallback pictures.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { exportHtml } from "../../../src/widgets/export/exportHtml.js";
import { noBrowser, openOffline } from "../../support/browser.js";
import { writeNotebook } from "../../support/notebookFile.js";
import { sharedLab } from "../../support/sharedLab.js";
import { root, run } from "../../support/venv.js";
import { shownAsSet } from "./look.js";
import { cells, table } from "./table.js";

interface Notebook {
  cells: { outputs: { data?: Record<string, string | string[]> }[] }[];
}

const figures = `import { AnyWidget, plot } from "amfmn-lab/widgets";
display(plot([{ y: [3, 2, 1], name: "loss" }, { type: "bar", y: [1, 2, 3] }], { title: { text: "Loss" } }));
display(plot([{ type: "heatmap", z: [[1, 2], [3, 4]] }]));
display(new AnyWidget({
  name: "Counter",
  esm: 'export default { render({ model, el }) { el.textContent = "count " + model.get("count"); el.className = "counter"; } }',
  state: { count: 41 },
}));`;

test("the page of an executed notebook shows every widget offline, and the notebook has pictures for code hosts", {
  skip: noBrowser,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), "export-"));
  try {
    writeNotebook(join(folder, "all.ipynb"), [...cells(), figures]);
    const executed = join(folder, "executed.ipynb");
    const { code, stderr } = await run(
      `${root}.venv/bin/jupyter`,
      ["execute", `--output=${executed}`, "all.ipynb"],
      { cwd: folder },
    );
    assert.equal(code, 0, stderr);
    const { cells: made } = JSON.parse(readFileSync(executed, "utf8")) as Notebook;
    const pictures = made
      .at(-1)!
      .outputs.map(({ data }) => data?.["image/svg+xml"])
      .filter((svg) => svg !== undefined);
    assert.equal(pictures.length, 2);
    assert.match([pictures[0]].flat().join(""), /Loss/);

    const html = await exportHtml(executed);
    const file = join(folder, "page.html");
    writeFileSync(file, html);
    const { page, requests, close } = await openOffline(
      (await sharedLab()).browser,
      pathToFileURL(file).href,
    );
    try {
      for (const row of table) await shownAsSet(page, row);
      await page.locator(".js-plotly-plot .main-svg").first().waitFor({ timeout: 30_000 });
      await page.waitForFunction(() => document.querySelectorAll(".js-plotly-plot").length === 2);
      const { height } = (await page.locator(".js-plotly-plot").first().boundingBox())!;
      assert.ok(height > 300, `a figure is ${height} px high`);
      assert.equal(await page.locator(".counter").textContent(), "count 41");
      assert.deepEqual(requests, [], "nothing is asked of the network");
      const shots = process.env.AMFMN_SCREENSHOTS;
      if (shots) await page.screenshot({ path: `${shots}/exported.png`, fullPage: true });
    } finally {
      await close();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
