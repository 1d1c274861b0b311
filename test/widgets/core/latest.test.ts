import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Latest } from "../../../src/widgets/core/latest.js";

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

describe("Latest", () => {
  test("answers only the latest of the questions that arrive while it answers one", async () => {
    const answered: number[] = [];
    const latest = new Latest<number>(async (question) => {
      await settled();
      answered.push(question);
    });
    await Promise.all([1, 2, 3, 4].map((question) => latest.ask(question)));
    assert.deepEqual(answered, [1, 4]);
    const first = latest.ask(5);
    await new Promise((resolve) => setImmediate(resolve));
    latest.ask(6);
    latest.ask(7);
    await first;
    assert.deepEqual(answered, [1, 4, 5, 7]);
  });

  test("answers the next question after one that failed", async () => {
    const answered: number[] = [];
    const latest = new Latest<number>(async (question) => {
      if (question === 1) throw new Error("no answer");
      answered.push(question);
    });
    await assert.rejects(latest.ask(1), /no answer/);
    await latest.ask(2);
    assert.deepEqual(answered, [2]);
  });
});
