import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { kernelHost } from "typescript-lab";
import { Output } from "../../src/widgets/output.js";
import { playKernel } from "../support/kernelHost.js";

const show = (text: string) => kernelHost().display({ data: { "text/plain": text } });
const texts = (output: Output) =>
  output.outputs.map((one) =>
    one.output_type === "display_data" ? one.data["text/plain"] : one.output_type,
  );

describe("Output", () => {
  test("keeps the outputs of two concurrent captures apart", async () => {
    playKernel();
    const [left, right] = [new Output(), new Output()];
    const slowly = async (name: string) => {
      for (const i of [1, 2]) {
        await new Promise((resolve) => setTimeout(resolve, 2));
        show(`${name} ${i}`);
      }
      return name;
    };
    const results = await Promise.all([
      left.capture(() => slowly("left")),
      right.capture(() => slowly("right")),
    ]);
    assert.deepEqual(results, ["left", "right"]);
    assert.deepEqual(texts(left), ["left 1", "left 2"]);
    assert.deepEqual(texts(right), ["right 1", "right 2"]);
  });

  test("shows a thrown error and a rejection, and returns undefined", async () => {
    playKernel();
    const output = new Output();
    assert.equal(
      output.capture(() => JSON.parse("{")),
      undefined,
    );
    await output.capture(async () => {
      throw new RangeError("too far");
    });
    assert.deepEqual(texts(output), ["error", "error"]);
  });

  test("keeps its outputs after clear(true) until the next one", () => {
    playKernel();
    const output = new Output();
    output.capture(() => show("old"));
    output.clear(true);
    assert.deepEqual(texts(output), ["old"]);
    output.capture(() => show("new"));
    assert.deepEqual(texts(output), ["new"]);
  });
});
