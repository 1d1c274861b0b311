import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  type Button,
  type Dropdown,
  FloatSlider,
  type IntSlider,
} from "../../../src/widgets/generated/index.js";
import { fixed } from "../../../src/widgets/interaction/controls.js";
import { interactive } from "../../../src/widgets/interaction/interact.js";
import { playKernel, setFromPage } from "../../support/kernelHost.js";

describe("interactive", () => {
  test("types the function by its controls and runs it after each change", async () => {
    playKernel();
    const panel = interactive(
      {
        gamma: [0, 1, 0.1],
        beta: 5,
        loss: ["hinge", "dynamic"],
        keywords: true,
        note: fixed({ of: "paper" }),
      },
      ({ gamma, beta, loss, keywords, note }) => {
        const typed: [number, number, "hinge" | "dynamic", boolean, string] = [
          gamma,
          beta,
          loss,
          keywords,
          note.of,
        ];
        return typed.join(" ");
      },
    );
    await panel.update();
    assert.equal(panel.result, "0.5 5 hinge true paper");
    const [gamma, beta, loss] = panel.children as unknown as [FloatSlider, IntSlider, Dropdown];
    assert.ok(gamma instanceof FloatSlider);
    assert.deepEqual([beta.min, beta.max, beta.value], [-5, 15, 5]);
    loss.value = "dynamic";
    beta.value = 6;
    await panel.update();
    assert.equal(panel.result, "0.5 6 dynamic true paper");
    assert.deepEqual(panel.output.outputs.at(-1), {
      output_type: "display_data",
      data: { "text/plain": panel.result },
      metadata: {},
    });
  });

  test("runs once more, with the latest values, after several changes during a run", async () => {
    playKernel();
    const seen: number[] = [];
    const panel = interactive({ x: [0, 10] }, async ({ x }) => {
      seen.push(x);
      await new Promise((resolve) => setTimeout(resolve, 5));
    });
    const [slider] = panel.children as unknown as [IntSlider];
    for (const value of [1, 2, 3, 4]) slider.value = value;
    await panel.update();
    assert.deepEqual(seen, [5, 4]);
  });

  test("shows an error in the panel and runs again after the next change", async () => {
    playKernel();
    const panel = interactive({ x: [0, 10] }, ({ x }) => {
      if (x > 8) throw new RangeError("too far");
      return x;
    });
    await panel.update();
    const [slider] = panel.children as unknown as [IntSlider];
    slider.value = 9;
    await panel.update();
    assert.deepEqual(
      panel.output.outputs.map((output) => output.output_type),
      ["error"],
    );
    slider.value = 2;
    await panel.update();
    assert.equal(panel.result, 2);
  });

  test("runs only when its button is pressed, if it has one", async () => {
    const comms = playKernel();
    let runs = 0;
    const panel = interactive({ x: 1 }, () => ++runs, { manual: true });
    const [slider, button] = panel.children as unknown as [IntSlider, Button];
    setFromPage(comms, slider.modelId, { value: 2 });
    assert.equal(runs, 0);
    comms.find(({ id }) => id === button.modelId)!.receive({ method: "custom", content: { event: "click" } });
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(runs, 1);
  });

  test("refuses a value that is not a control, and names the parameter", () => {
    playKernel();
    assert.throws(
      () => interactive({ gamma: [1, 0] }, () => 0),
      /"gamma" a range \[min, max\] that rises, found \[1, 0\]/,
    );
    assert.throws(() => interactive({ kinds: [] }, () => 0), /expected for "kinds" a number/);
  });
});
