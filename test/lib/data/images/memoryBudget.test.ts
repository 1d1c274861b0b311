import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { MemoryBudget } from "../../../../src/lib/data/images/memoryBudget.js";

const turns = async (count: number) => {
  for (let i = 0; i < count; i++) await new Promise<void>((resolve) => setImmediate(resolve));
};

describe("MemoryBudget", () => {
  test("never lends more than it has, in the order of asking, and lends all in the end", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ kib: fc.integer({ min: 1, max: 140 }), turns: fc.nat(4) }), { maxLength: 30 }),
        async (jobs) => {
          const budget = new MemoryBudget(100 * 1024);
          let [lent, most] = [0, 0];
          const started: number[] = [];
          await Promise.all(
            jobs.map(({ kib, turns: work }, i) =>
              budget.lend(kib * 1024, async () => {
                lent += Math.min(kib, 100);
                most = Math.max(most, lent);
                started.push(i);
                await turns(work);
                lent -= Math.min(kib, 100);
              }),
            ),
          );
          assert.ok(most <= 100, `${most} KiB at once`);
          assert.deepEqual(started, [...jobs.keys()]);
        },
      ),
      { numRuns: 50 },
    );
  });

  test("returns its memory after an error", async () => {
    const budget = new MemoryBudget(1024);
    const failing = budget.lend(1024, () => Promise.reject(new Error("broken")));
    await assert.rejects(failing, /broken/);
    assert.equal(await budget.lend(1024, async () => 7), 7);
  });

  test("of several threads is one budget", async () => {
    const one = new MemoryBudget(1024);
    const { bytes, counter } = one.share;
    const other = new MemoryBudget(bytes, counter);
    const order: string[] = [];
    const first = one.lend(1000, async () => {
      await turns(3);
      order.push("first");
    });
    await turns(1);
    await other.lend(1000, async () => order.push("second"));
    await first;
    assert.deepEqual(order, ["first", "second"]);
  });
});
