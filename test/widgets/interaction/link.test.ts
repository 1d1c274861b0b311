// Traits that follow each other through the kernel.
import assert from "node:assert/strict";
import { test } from "node:test";
import { IntSlider, IntText, Label } from "../../../src/widgets/generated/index.js";
import { dlink, jslink, link } from "../../../src/widgets/interaction/link.js";
import { playKernel } from "../../support/kernelHost.js";

test("linked traits keep one value, from either side, until the link is ended", () => {
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

test("a one-way link takes a function between, and needs one where the types differ", () => {
  playKernel();
  const [slider, label] = [new IntSlider({ value: 3 }), new Label()];
  dlink([slider, "value"], [label, "value"], (value) => `${value} epochs`);
  slider.value = 4;
  assert.equal(label.value, "4 epochs");
  // @ts-expect-error a number is no text
  assert.throws(() => dlink([slider, "value"], [label, "value"]), /Label\.value: expected string, found 4/);
});

test("a link of the page is a model that names both", () => {
  const comms = playKernel();
  const [slider, text] = [new IntSlider(), new IntText()];
  jslink([slider, "value"], [text, "value"]);
  const { source, target } = comms.at(-1)!.sent[0]!.state as { source: string[]; target: string[] };
  assert.deepEqual(source, [`IPY_MODEL_${slider.modelId}`, "value"]);
  assert.deepEqual(target, [`IPY_MODEL_${text.modelId}`, "value"]);
});
