// The texts of the two streams become few messages, and none is lost or swapped within its stream.
import assert from "node:assert/strict";
import { describe, mock, test } from "node:test";
import fc from "fast-check";
import { type StreamText, StreamTexts } from "../../../src/kernel/protocol/streamTexts.js";

const cells = ["one", "two"].map((msg_id) => ({ msg_id }) as StreamText["parent"]);
const textOf = (texts: readonly StreamText[], name: string, parent: StreamText["parent"]) =>
  texts
    .filter((text) => text.name === name && text.parent === parent)
    .map(({ text }) => text)
    .join("");

/** Runs with a clock that `pass` moves, in ms. */
function withClock(work: (pass: (time: number) => void) => void): void {
  let now = 0;
  mock.timers.enable({ apis: ["setTimeout"] });
  const clock = mock.method(performance, "now", () => now);
  try {
    work((time) => {
      now += time;
      mock.timers.tick(time);
    });
  } finally {
    clock.mock.restore();
    mock.timers.reset();
  }
}

describe("StreamTexts", () => {
  test("sends the first texts at once, each as it was printed", () => {
    withClock(() => {
      const sent: string[] = [];
      const texts = new StreamTexts(({ name, text }) => sent.push(`${name} ${text}`));
      for (const name of ["stdout", "stderr", "stdout"] as const)
        texts.add({ name, text: name, parent: cells[0]! });
      assert.deepEqual(sent, ["stdout stdout", "stderr stderr", "stdout stdout"]);
    });
  });

  test("sends at most 50 messages in any second, in the order of each stream", () => {
    const step = fc.record({
      pause: fc.integer({ min: 0, max: 40 }),
      name: fc.constantFrom("stdout" as const, "stderr" as const),
      texts: fc.integer({ min: 1, max: 30 }),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 120 }), (steps) =>
        withClock((pass) => {
          let time = 0;
          const sent: (StreamText & { time: number })[] = [];
          const added: StreamText[] = [];
          const texts = new StreamTexts((text) => sent.push({ ...text, time }));
          for (const { pause, name, texts: count } of steps) {
            for (let i = 0; i < count; i++) {
              const one = i % 2 === 0 ? name : "stderr";
              const text = { name: one, text: `${added.length} `, parent: cells[0]! };
              added.push(text);
              texts.add(text);
            }
            for (let i = 0; i < pause; i++) {
              time += 1;
              pass(1);
            }
          }
          for (let i = 0; i < 200; i++) {
            time += 1;
            pass(1);
          }
          for (const name of ["stdout", "stderr"])
            assert.equal(textOf(sent, name, cells[0]!), textOf(added, name, cells[0]!));
          for (const { time: from } of sent) {
            const inSecond = sent.filter((other) => other.time >= from && other.time < from + 1000);
            assert.ok(inSecond.length <= 50, `${inSecond.length} messages in a second`);
          }
        }),
      ),
      { numRuns: 30 },
    );
  });

  test("keeps the texts of two cells apart, and flush sends all of them", () => {
    withClock(() => {
      const sent: StreamText[] = [];
      const texts = new StreamTexts((text) => sent.push(text));
      for (let i = 0; i < 400; i++)
        texts.add({ name: i % 3 === 0 ? "stderr" : "stdout", text: `${i} `, parent: cells[i % 2]! });
      texts.flush();
      const expected = (cell: number, isError: boolean) =>
        Array.from({ length: 400 }, (_, i) => i)
          .filter((i) => i % 2 === cell && (i % 3 === 0) === isError)
          .map((i) => `${i} `)
          .join("");
      for (const cell of [0, 1]) {
        assert.equal(textOf(sent, "stderr", cells[cell]!), expected(cell, true));
        assert.equal(textOf(sent, "stdout", cells[cell]!), expected(cell, false));
      }
      assert.ok(sent.length <= 24, `${sent.length} messages`);
    });
  });
});
