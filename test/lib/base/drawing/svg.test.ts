import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { svgText } from "../../../../src/lib/base/drawing/svg.js";

describe("svgText", () => {
  test("escapes its content and leaves out the style that is inherited", () => {
    assert.equal(svgText(1, 2, "a < b"), '<text x="1" y="2" text-anchor="start">a &lt; b</text>');
    assert.equal(
      svgText(1, 2, "R@1", { anchor: "end", size: 12, color: "#222", weight: "bold" }),
      '<text x="1" y="2" font-size="12" text-anchor="end" fill="#222" font-weight="bold">R@1</text>',
    );
  });
});
