// Layout templates beyond the rules of ipywidgets: invalid grids and widgets that have gone.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { AnyWidget, WidgetError } from "../../../src/kernel/widget/index.js";
import { AppLayout, GridBox, GridspecLayout, Label, TwoByTwoLayout } from "../../../src/widgets/index.js";
import { type PlayedComm, playKernel } from "../../support/kernelHost.js";

let comms: PlayedComm[];
before(() => {
  comms = playKernel();
});

const cell = () => new Label();

describe("a layout template", () => {
  test("is a GridBox, and the page receives no trait that only the kernel has", () => {
    const app = new AppLayout({ center: cell(), grid_gap: "4px" });
    assert.ok(app instanceof GridBox);
    const opened = comms.find(({ id }) => id === app.modelId)!.sent[0] as { state: Record<string, unknown> };
    const { state } = opened;
    assert.equal(state._model_name, "GridBoxModel");
    assert.deepEqual(
      Object.keys(state).filter((name) => name in new GridBox().fullState().state),
      Object.keys(state),
    );
    assert.equal((state.children as unknown[]).length, 1);
  });

  test("calls observers of its slots", () => {
    const seen: unknown[] = [];
    const app = new AppLayout();
    app.observe("header", ({ new: header }) => seen.push(header));
    app.header = cell();
    assert.deepEqual(seen, [app.header]);
  });

  test("is computed again in a new Layout", () => {
    const square = new TwoByTwoLayout({ top_left: cell(), bottom_right: cell(), grid_gap: "4px" });
    const { grid_template_areas } = square.layout;
    square.set({ layout: { border_top: "1px solid" } });
    assert.equal(square.layout.grid_template_areas, grid_template_areas);
    assert.equal(square.layout.grid_gap, "4px");
  });

  test("is empty after its last widget was taken away, where ipywidgets keeps that widget", () => {
    const app = new AppLayout({ center: cell() });
    app.center = null;
    assert.deepEqual(app.children, []);
  });

  test("takes a widget of one's own before its first use", () => {
    class Own extends AnyWidget {
      static esm = "export default {}";
      count = 1;
    }
    const own = new Own();
    const app = new AppLayout({ center: own, footer: cell() });
    assert.equal((own as unknown as Label).layout.grid_area, "center");
    assert.equal(app.children.length, 2);
  });

  test("changes nothing when a value is refused", () => {
    const app = new AppLayout({ center: cell() });
    const { grid_template_columns } = app.layout;
    assert.throws(() => app.set({ header: cell(), pane_widths: ["1em", 1, 1] }), {
      name: "WidgetError",
      message:
        'AppLayout.pane_widths: expected sizes such as "10px", "20%", "2fr" or 2, found "1em"; use one of these units.',
    });
    assert.deepEqual([app.header, app.layout.grid_template_columns], [null, grid_template_columns]);
    assert.throws(() => app.set({ center: app.layout }), /AppLayout\.center: expected a widget with a view/);
  });
});

describe("GridspecLayout", () => {
  test("returns the widget of a cell, and undefined for an empty one", () => {
    const grid = new GridspecLayout(3, 4);
    const wide = cell();
    grid.set([0, 2], "all", wide);
    assert.equal(grid.at(1, -1), wide);
    assert.equal(grid.at([0, 2], [1, 3]), wide);
    assert.equal(grid.at(2, 0), undefined);
    assert.throws(() => grid.at("all", 0), /GridspecLayout\.at: expected cells of one widget/);
  });

  test("empties the other cells of a widget that is partly covered, so that every area is a rectangle", () => {
    const grid = new GridspecLayout(1, 3);
    grid.set(0, "all", cell());
    grid.set(0, 1, cell());
    assert.equal(grid.layout.grid_template_areas, '". widget002 ."');
    assert.equal(grid.children.length, 1);
  });

  test("moves a widget that it has already", () => {
    const grid = new GridspecLayout(2, 1);
    const one = cell();
    grid.set(0, 0, one);
    grid.set(1, 0, one);
    assert.deepEqual([grid.at(0, 0), grid.at(1, 0), grid.children.length], [undefined, one, 1]);
  });

  test("refuses cells outside of it, empty ranges and values that are no widgets", () => {
    const grid = new GridspecLayout(2, 2);
    const wrong = [2, -3, 0.5, NaN, [1, 1], [5], [], [0, 1, 2], "most", null] as never[];
    for (const range of wrong) {
      assert.throws(() => grid.set(range, 0, cell()), WidgetError, String(range));
      assert.throws(() => grid.at(0, range), WidgetError, String(range));
    }
    for (const value of [null, "text", {}, undefined] as never[])
      assert.throws(() => grid.set(0, 0, value), WidgetError);
    assert.equal(grid.children.length, 0);
  });
});
