// Back-pressure: a burst of changes waits for the page and becomes one message.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { IntSlider } from "../../../../src/widgets/generated/index.js";
import { type PlayedComm, playKernel } from "../../../support/kernelHost.js";

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Answers as a page that follows the link between the two layouts. */
function answer(comms: readonly PlayedComm[]): void {
  const link = comms.find(
    ({ sent }) => (sent[0]!.state as { _model_name: string })._model_name === "DirectionalLinkModel",
  )!;
  const { source, target } = link.sent[0]!.state as { source: string[]; target: string[] };
  const commOf = (reference: string) => comms.find(({ id }) => `IPY_MODEL_${id}` === reference)!;
  const { order } = commOf(source[0]!).sent.at(-1)!.state as { order: string };
  commOf(target[0]!).receive({ method: "update", state: { order }, buffer_paths: [] });
}

describe("BackPressure", () => {
  test("60 changes a second do not pile up: after a burst the newest state waits for the page", async () => {
    const comms = playKernel();
    const slider = new IntSlider({ max: 1000 });
    const { sent } = comms.find(({ id }) => id === slider.modelId)!;
    const move = async (from: number, to: number) => {
      for (let value = from; value <= to; value++) {
        slider.value = value;
        await turn();
      }
    };
    await move(1, 20);
    answer(comms);
    await move(21, 300);
    const before = sent.length;
    assert.ok(before < 30, `${before} messages before the page answered`);
    answer(comms);
    await turn();
    assert.equal(sent.length, before + 1);
    assert.deepEqual(sent.at(-1)!.state, { value: 300 });
    slider.close();
  });
});
