// The localization viewer and the annotation editor in JupyterLab: tiles of a large image, wheel and fingers, several
// sentences, a search that is cancelled, and regions drawn by mouse and by keyboard. The saved notebook shows both without
// a kernel, untrusted and exported.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Locator, Page } from "playwright-core";
import { exportHtml } from "../../../src/widgets/export/exportHtml.js";
import { noBrowser, openOffline } from "../../support/browser.js";
import { execute, type Lab, runAll } from "../../support/jupyterLab.js";
import { writeNotebook } from "../../support/notebookFile.js";
import { sharedLab } from "../../support/sharedLab.js";
import { eventually } from "./look.js";
import { ViewsPage } from "./views/viewsPage.js";

const cells = [
  `import sharp from "sharp";
import * as views from "amfmn-lab/views";
const side = 2600;
const stripes = Buffer.alloc(side * side);
for (let k = 0; k < stripes.length; k++) stripes[k] = (k % side) % 2 ? 255 : 0;
const raw = { width: side, height: side, channels: 1 as const };
await sharp(stripes, { raw }).tiff({ tile: true, compression: "deflate" }).toFile("stripes.tif");
const places = { boats: [700, 500], houses: [1800, 1400], forest: [1300, 2100] };
const square = ([x, y]: number[]) => [[x! - 250, y! - 200], [x! + 250, y! - 200], [x! + 250, y! + 200], [x! - 250, y! + 200]] as [number, number][];
const located = await views.LocalizationViewer.open({
  image: "stripes.tif",
  query: "houses",
  keep: ["boats"],
  annotations: Object.entries(places).map(([caption, place]) => ({ caption, image: "stripes.tif", regions: [square(place)] })),
  locate: async (query, { signal, report }) => {
    const place = Object.entries(places).find(([word]) => query.includes(word))?.[1];
    if (!place) throw new Error(\`none of the words of “\${query}” is known\`);
    const values = Float32Array.from({ length: 120 * 120 }, (_, k) => Math.exp(-(((k % 120) * 21.7 - place[0]!) ** 2 + (Math.floor(k / 120) * 21.7 - place[1]!) ** 2) / 90_000));
    for (let done = 1; query.includes("slow") && done < 4000; done++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      signal.throwIfAborted();
      report({ done, total: 4000, secondsLeft: (4000 - done) / 50 }, { width: 120, height: 120, values });
    }
    return { width: 120, height: 120, values };
  },
});
located`,
  `await sharp({ create: { width: 1200, height: 800, channels: 3, background: "#52796f" } }).jpeg().toFile("town.jpg");
await sharp({ create: { width: 600, height: 900, channels: 3, background: "#5fa8d3" } }).jpeg().toFile("sea.jpg");
const editor = await views.AnnotationEditor.open({
  images: ["town.jpg", "sea.jpg"],
  locate: () => ({ width: 60, height: 40, values: Float32Array.from({ length: 2400 }, (_, k) => Math.exp(-((k % 60 - 20) ** 2 + (Math.floor(k / 60) - 20) ** 2) / 60)) }),
});
editor`,
];

describe("localization in JupyterLab", { skip: noBrowser }, () => {
  let folder: string;
  let lab: Lab;
  let page: Page;
  let views: ViewsPage;
  const problems: string[] = [];
  const map = (query: string) =>
    page.getByRole("application", { name: `stripes.tif, with the score map of “${query}”` });
  const town = () => page.getByRole("application", { name: /^town\.jpg/ });

  const viewer = () => page.locator(".amfmn-view").first();
  const editor = () => page.locator(".amfmn-view").last();

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "localization-"));
    writeNotebook(join(folder, "large.ipynb"), cells);
    lab = await (await sharedLab()).open(folder, "large.ipynb");
    page = lab.page;
    page.setDefaultTimeout(30_000);
    views = new ViewsPage(page, "lab");
    page.on("pageerror", ({ stack = "" }) => problems.push(stack));
    await runAll(page, 120_000);
  });
  after(async () => {
    await lab?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("several sentences are shown beside one another with the four numbers, and one at a time", async () => {
    await map("houses").waitFor();
    const view = viewer();
    await map("boats").waitFor();
    await view.getByText("against the regions of “boats”").waitFor();
    assert.match(
      (await view.locator(".numbers").last().textContent()) ?? "",
      /Rsu ↑ \d\.\d+\s*Ras ↓ 0\.\d+\s*Rda ↑ 1\.000/,
    );
    await view.getByText("attention center", { exact: true }).waitFor();
    await map("boats").scrollIntoViewIfNeeded();
    await views.shoot("sentences", view);
    await view.getByLabel("side by side").uncheck();
    await eventually(() => view.locator("canvas").count().then(String), "1");
    await view.getByRole("button", { name: "boats", exact: true }).click();
    await map("boats").waitFor();
    await view.getByLabel("annotation").selectOption("3. forest");
    await view.getByText("against the regions of “forest”").waitFor();
    await view.getByRole("button", { name: "Keep" }).click();
    await view.getByRole("button", { name: "Remove “forest”" }).click();
    await eventually(
      () =>
        view
          .getByRole("button", { name: /^Remove/ })
          .count()
          .then(String),
      "1",
    );
  });

  test("the wheel scrolls the page until the image has the focus; zoomed in, it shows the image's own pixels", async () => {
    const image = map("forest");
    const view = viewer();
    await view.getByLabel("opacity").fill("0");
    await image.scrollIntoViewIfNeeded();
    await image.hover({ position: { x: 200, y: 200 } });
    const top = async () => (await image.boundingBox())!.y;
    const before = await top();
    await page.mouse.wheel(0, -120);
    await eventually(async () => String(Math.abs((await top()) - before) > 20), "true");
    await view.getByText(/Hold Ctrl, or click the image first, to zoom/).waitFor();
    assert.ok((await contrast(image)) < 150, "the overview has no single stripes");

    await image.hover({ position: { x: 300, y: 200 } });
    await page.keyboard.down("Control");
    const fixed = await top();
    for (let i = 0; i < 10; i++) await page.mouse.wheel(0, -240);
    await page.keyboard.up("Control");
    assert.equal(await top(), fixed, "the page does not scroll");
    await eventually(async () => String((await contrast(image)) > 220), "true");
    await views.shoot("tiles", view);

    await image.focus();
    await image.press("0");
    await eventually(async () => String((await contrast(image)) < 150), "true");
    for (let i = 0; i < 10; i++) await page.mouse.wheel(0, -240);
    await eventually(async () => String((await contrast(image)) > 220), "true");
    await image.press("0");
  });

  test("two fingers zoom the image, one finger that begins outside of the focus does not move it", async () => {
    const image = map("forest");
    await image.evaluate((node) => (node as HTMLElement).blur());
    await eventually(async () => String((await contrast(image)) < 150), "true");
    await image.evaluate(pinchOut);
    await eventually(async () => String((await contrast(image)) > 220), "true");
    assert.equal(await image.evaluate((node) => (node as HTMLElement).style.touchAction), "pan-x pan-y");
    await image.press("0");
    assert.equal(await image.evaluate((node) => (node as HTMLElement).style.touchAction), "none");
  });

  test("a long search shows its progress and a partial map, and is cancelled", async () => {
    const view = viewer();
    await view.getByLabel("opacity").fill("0.6");
    const box = view.getByRole("textbox", { name: "Find in the image" });
    await box.fill("slow houses");
    await view.getByText(/^\d+ of 4000 tiles · \d+ (s|min) left$/).waitFor();
    await map("slow houses").waitFor();
    await views.shoot("progress", view);
    await view.getByRole("button", { name: "Cancel" }).click();
    await view.getByText("Cancelled. The map shows the tiles that were finished.").waitFor();
    await box.fill("slow forest");
    await view.getByText(/ of 4000 tiles/).waitFor();
    await box.fill("houses");
    await view.getByText("Map of “houses”").waitFor();
    await box.fill("qwerty");
    await view.getByText("none of the words of “qwerty” is known").waitFor();
    await box.fill("houses");
    await view.getByText("Map of “houses”").waitFor();
  });

  test("a region is drawn by mouse: corners are moved, inserted and deleted, and the numbers follow", async () => {
    const image = town();
    await image.scrollIntoViewIfNeeded();
    const view = editor();
    await view.getByRole("button", { name: "New sentence" }).click();
    await view.getByLabel("Sentence of the regions").fill("houses in a row");
    await view.getByRole("button", { name: "Draw a region" }).click();
    const at = await pixels(image, 1200);
    for (const place of [at(300, 200), at(600, 200), at(600, 600)]) await image.click({ position: place });
    await image.click({ position: at(300, 600) });
    await image.click({ position: at(301, 201) });
    await view.getByText("houses in a row · 1 region").waitFor();
    const corners = () =>
      view
        .locator(".corners input")
        .evaluateAll((all) => all.map((one) => Number((one as HTMLInputElement).value)));
    await view.getByRole("button", { name: /^Region 1 · 4 corners · 12\.\d % of the image$/ }).waitFor();
    near(await corners(), [300, 200, 600, 200, 600, 600, 300, 600]);
    const numbers = view.locator(".numbers");
    await numbers.waitFor();
    const before = await numbers.textContent();
    await drag(page, image, at(600, 600), at(900, 700));
    await eventually(async () => String((await numbers.textContent()) !== before), "true");
    near(await corners(), [300, 200, 600, 200, 900, 700, 300, 600]);
    await drag(page, image, at(450, 200), at(450, 100));
    near(await corners(), [300, 200, 450, 100, 600, 200, 900, 700, 300, 600]);
    await image.press("Delete");
    near(await corners(), [300, 200, 600, 200, 900, 700, 300, 600]);
    await image.press("Control+z");
    await image.press("Control+z");
    await image.press("Control+z");
    near(await corners(), [300, 200, 600, 200, 600, 600, 300, 600]);
    await view.getByRole("button", { name: "Redo" }).click();
    await drag(page, image, at(900, 700), at(350, 100));
    await view.getByText(/Region 1 has edges that cross/).waitFor();
    await views.shoot("annotationEditor", view);
    await view.getByRole("button", { name: "Undo" }).click();
    await view.getByRole("button", { name: "Undo" }).click();
  });

  test("a region is drawn by keyboard alone, too few corners are refused, and Ctrl S saves the file", async () => {
    const image = town();
    const view = editor();
    const said = (text: string | RegExp) => view.locator(".note[aria-live]").getByText(text).waitFor();
    await image.focus();
    await image.press("0");
    await image.press("n");
    await image.press("Space");
    await said("Corner 1 at x 600, y 400.");
    await image.press("Shift+ArrowRight");
    await image.press("Space");
    await image.press("Enter");
    await said("A region needs at least 3 corners, so far there are 2.");
    await image.press("Shift+ArrowDown");
    await image.press("Space");
    await image.press("Enter");
    await said("Region 2 with 3 corners.");
    await view
      .getByText(/Region 2 overlaps region 1|houses in a row · 2 regions/)
      .first()
      .waitFor();
    await image.press("c");
    await said(/^Region 2, corner 1 of 3 at x 600, y 400\.$/);
    await image.press("Shift+ArrowUp");
    await said(/^Region 2, corner 1 of 3 at x 600, y 3\d\d\.$/);
    await image.press("i");
    await said(/^Region 2, corner 2 of 4/);
    const field = view.getByLabel("x of corner 2");
    await field.fill("1100");
    await field.press("Tab");
    await said(/^Region 2, corner 2 of 4 at x 1100/);
    await image.press("Control+s");
    await view.getByText("Saved 1 sentence.").waitFor();
    const [item] = JSON.parse(readFileSync(join(lab.folder, "anno.json"), "utf8"));
    assert.deepEqual(Object.keys(item), ["caption", "jpg_name", "points"]);
    assert.deepEqual([item.caption, item.jpg_name], ["houses in a row", "town.jpg"]);
    assert.deepEqual(
      item.points.map((polygon: unknown[]) => polygon.length),
      [4, 4],
    );
    assert.equal(item.points[1][1][0], 1100);
    await view.getByLabel("image", { exact: true }).selectOption("sea.jpg");
    await page.getByRole("application", { name: /^sea\.jpg/ }).waitFor();
    await view.getByText("1 sentence of other images is in the file.").waitFor();
    await view.getByLabel("image", { exact: true }).selectOption("town.jpg");
    await town().waitFor();
    await view.getByRole("button", { name: /^houses in a row/ }).click();
    assert.deepEqual(problems, []);
  });

  test("the saved notebook shows both without a kernel, in the dark theme too, and as pictures when untrusted", async () => {
    await execute(page, "docmanager:save");
    const saved = JSON.parse(readFileSync(join(lab.folder, "large.ipynb"), "utf8")) as {
      cells: { outputs: { data?: Record<string, string> }[] }[];
    };
    for (const { outputs } of saved.cells) {
      const png = outputs.map(({ data }) => data?.["image/png"]).find(Boolean);
      assert.ok(png && png.length > 1000, "the output has a picture");
    }
    const exported = join(folder, "large.html");
    writeFileSync(exported, await exportHtml(join(lab.folder, "large.ipynb")));
    const offline = await openOffline((await sharedLab()).browser, pathToFileURL(exported).href);
    try {
      await shows(offline.page);
      assert.deepEqual([offline.requests, offline.errors], [[], []]);
    } finally {
      await offline.close();
    }
    const address = page.url();
    await page.goto("about:blank");
    await lab.endKernels();
    await page.goto(address);
    await shows(page);
    await execute(page, "apputils:change-theme", { theme: "JupyterLab Dark" });
    await page.setViewportSize({ width: 820, height: 1000 });
    await town().scrollIntoViewIfNeeded();
    const view = editor();
    const [ink, width, inner] = await view.evaluate((node) => [
      Number(/\d+/.exec(getComputedStyle(node).color)?.[0]),
      node.scrollWidth,
      node.clientWidth,
    ]);
    assert.ok(ink! > 150, "the ink is light in the dark theme");
    assert.ok(width! <= inner! + 1, `nothing is cut off: ${width} in ${inner} px`);
    await views.shoot("annotationEditor-dark-820", view);
    await execute(page, "apputils:change-theme", { theme: "JupyterLab Light" });
  });
});

/** Both views have their last state. A kept sentence can be chosen without a kernel. */
async function shows(page: Page): Promise<void> {
  const image = page.getByRole("application", { name: "stripes.tif, with the score map of “houses”" });
  await image.waitFor({ timeout: 60_000 });
  await page.getByRole("button", { name: "boats", exact: true }).click();
  await page.getByRole("application", { name: "stripes.tif, with the score map of “boats”" }).waitFor();
  const town = page.getByRole("application", { name: /^town\.jpg/ });
  await town.scrollIntoViewIfNeeded();
  await page.getByRole("button", { name: /^Region 2 · 4 corners/ }).waitFor();
}

/** Returns a function from pixels of the image to positions on its canvas, which shows the whole width. */
async function pixels(canvas: Locator, width: number) {
  const scale = (await canvas.boundingBox())!.width / width;
  return (x: number, y: number) => ({ x: x * scale, y: y * scale });
}

interface Position {
  readonly x: number;
  readonly y: number;
}

async function drag(page: Page, canvas: Locator, from: Position, to: Position): Promise<void> {
  const { x, y } = (await canvas.boundingBox())!;
  await page.mouse.move(x + from.x, y + from.y);
  await page.mouse.down();
  await page.mouse.move(x + to.x, y + to.y, { steps: 4 });
  await page.mouse.up();
}

function near(found: readonly number[], expected: readonly number[]): void {
  assert.equal(found.length, expected.length, `${found}`);
  for (const [i, value] of expected.entries())
    assert.ok(Math.abs(found[i]! - value) <= 4, `expected ${expected}, found ${found}`);
}

/** Returns the range of gray in the middle of a canvas. */
function contrast(canvas: Locator): Promise<number> {
  return canvas.evaluate((node) => {
    const { width, height } = node as HTMLCanvasElement;
    const context = (node as HTMLCanvasElement).getContext("2d")!;
    const { data } = context.getImageData(width / 2 + 20, height / 4, 60, 20);
    const reds = [...data].filter((_, i) => i % 4 === 0);
    return Math.max(...reds) - Math.min(...reds);
  });
}

/** Moves two fingers apart. Runs in the page. */
function pinchOut(node: Element): void {
  const { left, top, width, height } = node.getBoundingClientRect();
  const touch = (type: string, pointerId: number, u: number) =>
    node.dispatchEvent(
      new PointerEvent(type, {
        pointerId,
        pointerType: "touch",
        clientX: left + u * width,
        clientY: top + height / 2,
        bubbles: true,
      }),
    );
  (node as HTMLElement).setPointerCapture = () => {};
  for (let i = 0; i < 3; i++) {
    touch("pointerdown", 11, 0.45);
    touch("pointerdown", 12, 0.55);
    for (let step = 1; step <= 8; step++) {
      touch("pointermove", 11, 0.45 - 0.05 * step);
      touch("pointermove", 12, 0.55 + 0.05 * step);
    }
    touch("pointerup", 11, 0.05);
    touch("pointerup", 12, 0.95);
  }
}
