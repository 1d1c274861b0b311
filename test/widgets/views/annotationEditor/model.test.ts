import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import sharp from "sharp";
import { AnnotationEditor } from "../../../../src/widgets/views/annotationEditor/model.js";
import { mostBytes } from "../../../../src/widgets/views/pictures/fallback.js";
import { type PlayedComm, playKernel } from "../../../support/kernelHost.js";

const square = [
  [10, 10],
  [60, 10],
  [60, 60],
  [10, 60],
] as const;

/** Waits for a condition, at most ten seconds. */
async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 2000 && !condition(); i++) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.ok(condition(), String(condition));
}

describe("AnnotationEditor", () => {
  const folder = mkdtempSync(join(tmpdir(), "editor-"));
  const path = (name: string) => join(folder, name);
  let comms: PlayedComm[];
  before(async () => {
    comms = playKernel();
    for (const [name, width] of [
      ["1.png", 120],
      ["2.png", 80],
    ] as const)
      await sharp({ create: { width, height: 100, channels: 3, background: "green" } })
        .png()
        .toFile(path(name));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  const fromPage = (editor: AnnotationEditor, content: object) =>
    comms.find(({ id }) => id === editor.modelId)!.receive({ method: "custom", content: content as never });

  test("saves finished sentences in AIR-SLT's form, says what it left out, and opens the file again", async () => {
    const file = path("anno.json");
    const editor = await AnnotationEditor.open({ images: path("1.png"), file });
    await assert.rejects(
      editor.save(),
      /anno\.json: expected at least one sentence with a region, found none/,
    );
    const finished = { caption: "a field", image: "1.png", regions: [square] };
    editor.items = [finished, { caption: "a road", image: "1.png", regions: [] }];
    assert.equal(editor.unsaved, true);
    assert.equal(await editor.save(), "Saved 1 sentence. Left out: “a road” has no region.");
    assert.equal(editor.unsaved, true);
    editor.items = [finished];
    await editor.save();
    assert.equal(editor.unsaved, false);
    assert.deepEqual(JSON.parse(readFileSync(file, "utf8")), [
      { caption: "a field", jpg_name: "1.png", points: [square] },
    ]);
    const again = await AnnotationEditor.open({ images: path("1.png"), file });
    assert.deepEqual(again.items, [finished]);
    assert.equal(again.item, 0);
  });

  test("keeps the annotations of other images in their places", async () => {
    const file = path("several.json");
    const item = (caption: string, image: string) => ({ caption, jpg_name: image, points: [square] });
    writeFileSync(file, JSON.stringify([item("a", "other.jpg"), item("b", "2.png"), item("c", "1.png")]));
    const editor = await AnnotationEditor.open({ images: [path("1.png"), path("2.png")], file });
    assert.equal(editor.item, 2);
    fromPage(editor, { event: "open", image: 1 });
    await until(() => editor.image === 1);
    assert.deepEqual([editor.image, editor.imageWidth, editor.item], [1, 80, 1]);
    editor.items = editor.items.map((one, i) => (i === 1 ? { ...one, caption: "changed" } : one));
    await editor.save();
    const saved = JSON.parse(readFileSync(file, "utf8")) as { caption: string; jpg_name: string }[];
    assert.deepEqual(
      saved.map(({ caption }) => caption),
      ["a", "changed", "c"],
    );
    await editor.show(7);
    assert.equal(editor.image, 1, "there is no such image");
  });

  test("saves what the page drew last, and reports a file that cannot be written", async () => {
    const editor = await AnnotationEditor.open({ images: path("1.png"), file: join(folder, "no", "a.json") });
    const items = [{ caption: "a field", image: "1.png", regions: [square] }];
    fromPage(editor, { event: "save", items });
    await until(() => editor.saved.failed);
    assert.deepEqual(editor.items, items);
    assert.equal(editor.saved.failed, true);
    assert.match(editor.saved.text, /a\.json/);
  });

  test("judges the map of the sentence while its regions change, and locates it once", async () => {
    let located = 0;
    const values = Float32Array.from({ length: 12 * 10 }, (_, k) => (k % 12 < 5 && k < 60 ? 1 : 0.1));
    const editor = await AnnotationEditor.open({
      images: path("1.png"),
      file: path("judged.json"),
      locate: (sentence) => {
        if (sentence === "xyz") throw new Error("none of its words is known");
        located++;
        return { width: 12, height: 10, values };
      },
    });
    editor.set({ items: [{ caption: "a field", image: "1.png", regions: [square] }], item: 0 });
    await editor.mimeBundle();
    const before = editor.judgement!;
    assert.ok(before.rsu > 0.9 && before.rda === 1, JSON.stringify(before));
    const away = square.map(([x, y]) => [x + 55, y + 30] as const);
    editor.items = [{ caption: "a field", image: "1.png", regions: [away] }];
    const png = Buffer.from((await editor.mimeBundle())["image/png"] as string, "base64");
    assert.ok(editor.judgement!.rsu < before.rsu);
    assert.equal(located, 1);
    assert.ok(png.length > 200 && png.length <= mostBytes);
    editor.items = [{ caption: "xyz", image: "1.png", regions: [square] }];
    await editor.mimeBundle();
    assert.deepEqual([editor.judgement, editor.problem], [null, "none of its words is known"]);
  });

  test("refuses images that annotations could not tell apart, and a broken file", async () => {
    await assert.rejects(
      AnnotationEditor.open({ images: [] }),
      /images: expected at least one image, found none/,
    );
    await assert.rejects(
      AnnotationEditor.open({ images: [path("1.png"), path("1.png")] }),
      /expected a file name for each image, found 1\.png twice/,
    );
    writeFileSync(path("broken.json"), "[{");
    await assert.rejects(
      AnnotationEditor.open({ images: path("1.png"), file: path("broken.json") }),
      /broken\.json: expected JSON/,
    );
  });
});
