import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  colorMap,
  colorMapNames,
  colorScale,
  quantizeColors,
  valuePixels,
} from "../../../../src/lib/base/drawing/colorMaps.js";

describe("colorMap", () => {
  test("grows evenly in lightness from 0 to 1, all but the diverging map", () => {
    const lightness = ([red, green, blue]: readonly number[]) =>
      0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
    for (const name of colorMapNames.filter((one) => one !== "blue–red")) {
      const shades = Array.from({ length: 101 }, (_, i) => lightness(colorMap(name)(i / 100)));
      for (let i = 1; i < shades.length; i++)
        assert.ok(shades[i]! >= shades[i - 1]! - 1, `${name} at ${i} %`);
      assert.ok(shades.at(-1)! - shades[0]! > 150, name);
    }
  });
});

describe("colorScale", () => {
  test("has its stops at even distances, mixes between them and stays at the ends outside 0…1", () => {
    const color = colorScale("000000 ff0000 ff00ff");
    assert.deepEqual([0, 0.25, 0.5, 1, -3, 7].map(color), [
      [0, 0, 0],
      [128, 0, 0],
      [255, 0, 0],
      [255, 0, 255],
      [0, 0, 0],
      [255, 0, 255],
    ]);
  });
});

describe("quantizeColors", () => {
  test("has as many colors as asked for, both ends among them", () => {
    const color = quantizeColors(colorScale("000000 ffffff"), 3);
    const seen = new Set(Array.from({ length: 100 }, (_, i) => color(i / 99).join()));
    assert.deepEqual([...seen], ["0,0,0", "128,128,128", "255,255,255"]);
  });
});

describe("valuePixels", () => {
  test("is one RGB pixel a value, white for what is not a number", () => {
    const pixels = valuePixels([0, Number.NaN, 1], colorScale("000000 ff0000"));
    assert.deepEqual([...pixels], [0, 0, 0, 255, 255, 255, 255, 0, 0]);
  });
});
