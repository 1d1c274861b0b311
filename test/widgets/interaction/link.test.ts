import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { IntSlider, IntText, Label } from "../../../src/widgets/generated/index.js";
import { dlink, jslink, link } from "../../../src/widgets/interaction/link.js";
import { playKernel } from "../../support/kernelHost.js";

describe("link", () => {
  test("keeps two traits equal, from either side, until it is ended", () => {
    playKernel();
    const [slider, text] = [new IntSlider({ value: 3 }), new IntText()];
    const end = link([slider, "value"], [text, "value"]);
    assert.equal(text.value, 3);
    text.value = 8;
    assert.equal(slider.value, 8);
    end();
    slider.value = 1;
    assert.equal(text.value, 8);
  });
});

describe("dlink", () => {
  test("converts by a function, which it requires for different types", () => {
    playKernel();
    const [slider, label] = [new IntSlider({ value: 3 }), new Label()];
    dlink([slider, "value"], [label, "value"], (value) => `${value} epochs`);
    slider.value = 4;
    assert.equal(label.value, "4 epochs");
    // @ts-expect-error a number is no text
    assert.throws(() => dlink([slider, "value"], [label, "value"]), /Label\.value: expected string, found 4/);
  });
});

describe("jslink", () => {
  test("is a model that names both traits", () => {
    const comms = playKernel();
    const [slider, text] = [new IntSlider(), new IntText()];
    jslink([slider, "value"], [text, "value"]);
    const { source, target } = comms.at(-1)!.sent[0]!.state as { source: string[]; target: string[] };
    assert.deepEqual(source, [`IPY_MODEL_${slider.modelId}`, "value"]);
    assert.deepEqual(target, [`IPY_MODEL_${text.modelId}`, "value"]);
  });
});
