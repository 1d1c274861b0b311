// Changes of a figure by plotly's dotted keys.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import type { Layout } from "plotly.js-dist-min";
import { plot } from "../../../src/widgets/index.js";
import { playKernel } from "../../support/kernelHost.js";

describe("relayout and restyle", () => {
  before(() => void playKernel());

  test("change values at plotly's paths and keep all others", () => {
    const layout: Partial<Layout> = { xaxis: { type: "linear", range: [5, 6] }, xaxis2: { side: "top" } };
    const figure = plot([{ y: [3, 2, 1], marker: { size: 3 } }, { y: [1] }], layout);
    figure.relayout({
      "xaxis.range": [0, 1],
      "yaxis2.title.text": "x",
      "annotations[0].text": "y",
      "annotations[1].text": "z",
      "title.font": { size: 20 },
      width: 400,
    });
    figure.relayout({ "xaxis.range[1]": 9, "annotations[0].x": 2 });
    assert.deepEqual(figure.plotLayout, {
      xaxis: { type: "linear", range: [0, 9] },
      xaxis2: { side: "top" },
      yaxis2: { title: { text: "x" } },
      annotations: [{ text: "y", x: 2 }, { text: "z" }],
      title: { font: { size: 20 } },
      width: 400,
    });
    assert.deepEqual(layout.xaxis, { type: "linear", range: [5, 6] });
    figure.restyle({ "marker.color": "red", "line.width": 2, name: "loss" });
    figure.restyle({ "marker.color": null, "y[0]": 7 }, 1);
    assert.deepEqual(figure.data, [
      { y: [3, 2, 1], marker: { size: 3, color: "red" }, line: { width: 2 }, name: "loss" },
      { y: [7], marker: { color: null } },
    ]);
    const patch: Partial<Layout> = { height: 300, yaxis3: { visible: false } };
    figure.relayout(patch);
    assert.equal(figure.plotLayout.height, 300);
  });

  test("keep the class of a typed array", () => {
    const y = Float32Array.of(1, 2);
    const figure = plot([{ y }]);
    figure.restyle({ "y[1]": 5 });
    assert.deepEqual(figure.data[0], { y: Float32Array.of(1, 5) });
    assert.equal(y[1], 2);
    figure.restyle({ "y[2]": 8 });
    assert.deepEqual(figure.data[0], { y: [1, 5, 8] });
  });

  test("have types for known paths only", () => {
    const figure = plot([{ y: [1] }]);
    // @ts-expect-error there is no such axis setting
    figure.relayout({ "xaxis.rnage": [0, 1] });
    // @ts-expect-error a width is a number
    figure.relayout({ "xaxis.title.text": 5 });
    // @ts-expect-error there is no such key
    figure.relayout({ xaxes: {} });
    // @ts-expect-error no trace has a marker with a colour
    figure.restyle({ "marker.colour": "red" });
    // @ts-expect-error a width is a number
    figure.restyle({ "line.width": "thick" });
    // @ts-expect-error a trace has no such axis
    plot([{ y: [1] }], { xaxis2: { rnage: [0, 1] } });
  });

  test("refuse paths that are malformed or lead to what all objects share", () => {
    const figure = plot([{ y: [1] }], { annotations: [] });
    const before = figure.plotLayout;
    const paths = [
      "__proto__.polluted",
      "xaxis.__proto__.polluted",
      "constructor.prototype.polluted",
      "xaxis.constructor",
    ];
    for (const path of [
      ...paths,
      "__proto__",
      "",
      ".",
      "xaxis.",
      ".x",
      "a..b",
      "a[",
      "a[x]",
      "a[-1]",
      "[0]",
      "annotations[3].text",
      "annotations[99999999999].x",
    ]) {
      assert.throws(() => figure.relayout({ [path]: 1 } as object), { name: "WidgetError" }, path);
      assert.throws(() => figure.restyle({ [path]: 1 } as object), { name: "WidgetError" }, path);
    }
    figure.relayout(JSON.parse('{"xaxis": {"__proto__": {"polluted": 1}}}') as object);
    assert.equal(({} as { polluted?: number }).polluted, undefined);
    assert.deepEqual(before, { annotations: [] });
  });
});
