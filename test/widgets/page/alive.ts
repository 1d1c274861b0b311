// Widgets and figures in JupyterLab while a cell runs.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { noBrowser } from "../../support/browser.js";
import { runAll } from "../../support/jupyterLab.js";
import { writeNotebook } from "../../support/notebookFile.js";
import { sharedLab } from "../../support/sharedLab.js";
import { eventually } from "./look.js";

const cells = [
  `import { Button, HBox, IntSlider, interact, Label, plot } from "amfmn-lab/widgets";
const figure = plot([{ y: [3, 2, 1], mode: "lines+markers", marker: { size: 40 } }], { width: 600, height: 400 });
figure`,
  `interact({ beta: [0, 10] }, ({ beta }) => { console.log("beta is", beta); });`,
  `const rate = new IntSlider({ value: 1, max: 10, _dom_classes: ["rate"] });
const stop = new Button({ description: "Stop", _dom_classes: ["stop"] });
const state = new Label({ _dom_classes: ["state"] });
new HBox({ children: [rate, stop, state] })`,
  `let stopped = false;
stop.on("click", () => { stopped = true; console.log("the reader stopped it"); });
for (let step = 1; !stopped && step < 6000; step++) {
  figure.extendTraces({ y: [[Math.sin(step / 10)]] }, [0], 200);
  state.value = \`running at \${rate.value}\`;
  await new Promise((resolve) => setTimeout(resolve, 10));
}
state.value = "ended";`,
  `for (const n of [63, 64, 65]) {
  const bars = (y: ArrayLike<number>) => ({ type: "bar" as const, y: y as number[] });
  const gaps = Float64Array.from({ length: n }, (_, i) => (i % 2 ? Number.NaN : 5));
  const data = [bars(Array(n).fill(10)), bars(n === 65 ? gaps : [...gaps]), bars(Array(n).fill(3))];
  display(plot({ data, layout: { barmode: "stack", width: 600 }, config: { staticPlot: true } }));
}`,
];

test("a slider and a Stop button steer a running cell, whose figure draws", {
  skip: noBrowser,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), "alive-"));
  writeNotebook(join(folder, "alive.ipynb"), cells);
  const { page, close } = await (await sharedLab()).open(folder, "alive.ipynb");
  try {
    page.setDefaultTimeout(30_000);
    const text = (selector: string) => async () => (await page.locator(selector).first().textContent()) ?? "";
    const all = runAll(page, 120_000);
    await eventually(text(".state"), "running at 1");
    await page.locator(".rate .noUi-handle").press("ArrowRight");
    await eventually(text(".state"), "running at 2");
    await eventually(async () => String((await pointsDrawn(page)) > 50), "true");
    const shots = process.env.AMFMN_SCREENSHOTS;
    if (shots) await page.screenshot({ path: `${shots}/alive.png` });
    await page.locator(".stop").click();
    await eventually(text(".state"), "ended");
    await all;
    await page.locator(".jp-OutputArea pre", { hasText: "the reader stopped it" }).waitFor();
    await eventually(() => gapsOfStackedBars(page), "0 0 0");

    await page.locator(".widget-interact .noUi-handle").first().press("ArrowRight");
    await page.getByText("beta is 6", { exact: true }).waitFor();
  } finally {
    await close();
    rmSync(folder, { recursive: true });
  }
});

function pointsDrawn(page: Page): Promise<number> {
  return page.locator(".js-plotly-plot .points path").count();
}

/** Returns for each figure the pixels between the lowest and the highest bar where the bar between them is missing. */
function gapsOfStackedBars(page: Page): Promise<string> {
  return page.evaluate(() => {
    const figures = [...document.querySelectorAll(".js-plotly-plot")].filter(
      (figure) => figure.querySelectorAll(".trace.bars").length === 3,
    );
    const gaps = figures.map((figure) => {
      const [lowest, , highest] = [...figure.querySelectorAll(".trace.bars")].map((trace) =>
        trace.querySelectorAll(".point path")[1]!.getBoundingClientRect(),
      );
      return Math.round(lowest!.top - highest!.bottom);
    });
    return gaps.join(" ");
  });
}
