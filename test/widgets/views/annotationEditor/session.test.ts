import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { hitAt } from "../../../../src/widgets/views/annotationEditor/view/hits.js";
import { Session, type Work } from "../../../../src/widgets/views/annotationEditor/view/session.js";
import type { Corner } from "../../../../src/widgets/views/pictures/shapes.js";

const image = { name: "1.jpg", width: 1000, height: 800 };
const triangle: Corner[] = [
  [100, 100],
  [300, 100],
  [200, 300],
];
const start: Work = {
  items: [{ caption: "a port", image: "1.jpg", regions: [triangle] }],
  item: 0,
};

function session(work: Work = start) {
  const published: Work[] = [];
  const said: string[] = [];
  const made = new Session(work, () => image, {
    changed: (next) => published.push(next),
    shown: () => {},
    said: (text) => said.push(text),
  });
  return { made, published, said };
}

describe("a reader's work on annotations", () => {
  test("a drawn polygon becomes a region of the chosen sentence, and is published once", () => {
    const { made, published, said } = session();
    made.draw();
    for (const [x, y] of [
      [400, 400],
      [500, 400],
      [500, 500.04],
    ] as const)
      made.place({ x, y });
    assert.equal(published.length, 0);
    made.close();
    assert.equal(published.length, 1);
    assert.deepEqual(published[0]!.items[0]!.regions[1], [
      [400, 400],
      [500, 400],
      [500, 500],
    ]);
    assert.deepEqual(made.selection, { region: 1, corner: -1 });
    assert.equal(said.at(-1), "Region 2 with 3 corners.");
  });

  test("a polygon of two corners stays open and says why; a double click adds no corner twice", () => {
    const { made, said, published } = session();
    made.draw();
    made.place({ x: 1, y: 1 });
    made.place({ x: 9, y: 9 });
    made.place({ x: 9, y: 9 });
    made.close();
    assert.equal(made.draft?.length, 2);
    assert.match(said.at(-1)!, /at least 3 corners, so far there are 2/);
    assert.equal(published.length, 0);
    made.undo();
    assert.equal(made.draft?.length, 1, "undo takes the last corner back");
    made.cancel();
    assert.equal(made.draft, undefined);
  });

  test("drawing without a sentence makes one of the shown image", () => {
    const { made } = session({ items: [], item: -1 });
    made.draw();
    for (const [x, y] of triangle) made.place({ x, y });
    made.close();
    assert.deepEqual(made.work, { items: [{ caption: "", image: "1.jpg", regions: [triangle] }], item: 0 });
  });

  test("corners stay in the image, are inserted and deleted, and the last three stay", () => {
    const { made, said } = session();
    made.select(0, 1);
    made.moveCorner({ x: 5000, y: -20 });
    assert.deepEqual(made.regions[0]![1], [1000, 0]);
    made.insertAfter(0, 2);
    assert.deepEqual(made.regions[0]![3], [150, 200]);
    assert.deepEqual(made.selection, { region: 0, corner: 3 });
    made.deleteSelected();
    assert.equal(made.regions[0]!.length, 3);
    made.deleteSelected();
    assert.equal(made.regions[0]!.length, 3);
    assert.match(said.at(-1)!, /at least 3 corners/);
    made.select(0, -1);
    made.deleteSelected();
    assert.equal(made.regions.length, 0);
  });

  test("a region is moved no further than to the border", () => {
    const { made } = session();
    made.select(0, -1);
    made.moveRegion([-5000, 5000]);
    assert.deepEqual(made.regions[0], [
      [0, 600],
      [200, 600],
      [100, 800],
    ]);
  });

  test("a drag is one step, typing is one step, and a new change ends what could be done again", () => {
    const { made } = session();
    made.select(0, 0);
    for (let x = 100; x < 150; x++) made.moveCorner({ x, y: 90 }, "drag 1");
    made.endStep();
    for (const caption of ["a port w", "a port wi", "a port with boats"]) made.write(caption);
    made.undo();
    assert.equal(made.chosen?.caption, "a port");
    assert.deepEqual(made.regions[0]![0], [149, 90]);
    made.undo();
    assert.deepEqual(made.work, start);
    assert.equal(made.canUndo, false);
    made.redo();
    assert.deepEqual(made.regions[0]![0], [149, 90]);
    made.addItem("another");
    assert.equal(made.canRedo, false);
  });

  test("any sequence of edits can be undone to the start and done again to the end", () => {
    const edit = fc.oneof(
      fc.record({ move: fc.tuple(fc.nat(1000), fc.nat(800)) }),
      fc.constant("insert" as const),
      fc.constant("delete" as const),
      fc.constant("draw" as const),
      fc.constant("item" as const),
    );
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 25 }), (edits) => {
        const { made } = session();
        for (const one of edits) {
          if (one === "item") made.addItem();
          else if (one === "draw") {
            made.draw();
            for (const [x, y] of triangle) made.place({ x: x + 10, y });
            made.close();
          } else {
            made.select(0, 0);
            if (one === "insert") made.insertAfter(0, 0);
            else if (one === "delete") made.deleteSelected();
            else made.moveCorner({ x: one.move[0], y: one.move[1] });
          }
          for (const { regions } of made.work.items)
            assert.ok(regions.every((corners) => corners.length >= 3));
        }
        const end = made.work;
        while (made.canUndo) made.undo();
        assert.deepEqual(made.work, start);
        while (made.canRedo) made.redo();
        assert.deepEqual(made.work, end);
      }),
    );
  });

  test("a deleted sentence leaves another one of the same image chosen, and comes back", () => {
    const others = [
      { caption: "a", image: "1.jpg", regions: [] },
      { caption: "b", image: "2.jpg", regions: [] },
      { caption: "c", image: "1.jpg", regions: [] },
    ];
    const { made } = session({ items: others, item: 2 });
    made.deleteItem();
    assert.equal(made.chosen?.caption, "a");
    made.deleteItem();
    assert.equal(made.chosen, undefined);
    made.undo();
    made.undo();
    assert.deepEqual(made.work, { items: others, item: 2 });
  });

  test("a change by the kernel is taken over as a step, and its own echo is not", () => {
    const { made } = session();
    made.receive(structuredClone(start));
    assert.equal(made.canUndo, false);
    made.receive({ items: [], item: -1 });
    made.undo();
    assert.deepEqual(made.work, start);
  });
});

describe("the part of the regions under the pointer", () => {
  const outer: Corner[] = [
    [0, 0],
    [400, 0],
    [400, 400],
    [0, 400],
  ];
  const inner: Corner[] = [
    [100, 100],
    [200, 100],
    [200, 200],
    [100, 200],
  ];

  test("is a corner within reach, else the smallest region around it", () => {
    assert.deepEqual(hitAt([outer, inner], [103, 98], 10, -1), { region: 1, corner: 0, part: "corner" });
    assert.deepEqual(hitAt([outer, inner], [150, 150], 10, -1), { region: 1, corner: -1, part: "inside" });
    assert.deepEqual(hitAt([outer, inner], [300, 300], 10, -1), { region: 0, corner: -1, part: "inside" });
    assert.equal(hitAt([outer, inner], [500, 500], 10, -1), undefined);
  });

  test("is the middle of an edge of the selected region only", () => {
    assert.deepEqual(hitAt([outer, inner], [200, 2], 10, 0), { region: 0, corner: 0, part: "middle" });
    assert.equal(hitAt([outer, inner], [200, 2], 10, 1)?.part, "inside");
  });
});
