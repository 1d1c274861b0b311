import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Dropdown, SelectionRangeSlider, SelectMultiple } from "../../../src/widgets/generated/index.js";
import { playKernel, setFromPage } from "../../support/kernelHost.js";

describe("Dropdown", () => {
  test("has the type of its options, starts with the first, and follows the page's index", () => {
    const comms = playKernel();
    const dropdown = new Dropdown({ options: { "one epoch": 1, "five epochs": 5 } });
    const seen: (number | null)[] = [];
    dropdown.observe("value", ({ new: value }) => seen.push(value));
    assert.equal(dropdown.value, 1);
    setFromPage(comms, dropdown.modelId, { index: 1 });
    assert.equal(dropdown.value, 5);
    assert.deepEqual(seen, [5]);
    dropdown.value = null;
    assert.equal(dropdown.index, null);
  });

  test("keeps the order of labels that look like numbers in a Map, and chooses the first of new options", () => {
    playKernel();
    const dropdown = new Dropdown({
      options: new Map([
        ["20", "b"],
        ["10", "a"],
      ]),
      value: "a",
    });
    assert.deepEqual(dropdown._options_labels, ["20", "10"]);
    dropdown.options = ["c", "a"];
    assert.deepEqual([dropdown.index, dropdown.value], [0, "c"]);
  });

  test("refuses a value that is not an option, and lists the options", () => {
    playKernel();
    const dropdown = new Dropdown({ options: ["soft", "fusion"] });
    assert.throws(() => dropdown.set({ value: "hard" }), {
      message:
        'Dropdown.value: expected one of the options (soft, fusion), found "hard"; choose an option, or change the options in the same set().',
    });
  });
});

describe("SelectMultiple and SelectionRangeSlider", () => {
  test("choose by value", () => {
    playKernel();
    const several = new SelectMultiple({ options: ["a", "b", "c"], value: ["c", "a"] });
    assert.deepEqual(
      [several.index, several.value],
      [
        [0, 2],
        ["a", "c"],
      ],
    );
    const range = new SelectionRangeSlider({ options: ["a", "b", "c"], value: ["b", "c"] });
    assert.deepEqual(range.index, [1, 2]);
  });
});
