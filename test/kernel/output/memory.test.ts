// The kernel keeps nothing that cells printed, returned or threw. V8's inspector would keep it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { kernelOfTests } from "../../support/kernel.js";
import { notBuilt, ourKernel, resultOf } from "../../support/kernelClient.js";

describe("the heap does not grow by", { skip: notBuilt }, () => {
  const [node, ...args] = ourKernel;
  const kernel = kernelOfTests({
    argv: [node!, "--expose-gc", ...args],
    env: { TYPESCRIPT_LAB_CHECK: "off" },
  });
  /** Returns the size of the heap after a garbage collection, in bytes. */
  const heap = async () => {
    const turn = "await new Promise((done) => setTimeout(done, 50))";
    return Number(await resultOf(kernel(), `${turn}; gc(); ${turn}; gc(); process.memoryUsage().heapUsed`));
  };
  /** Runs cells and requires that the heap is about as large after them as before. */
  const staysFlat = async (cells: readonly string[]) => {
    await kernel().execute(cells[0]!);
    const before = await heap();
    for (const code of cells) await kernel().execute(code);
    const grown = (await heap()) - before;
    // Each cell keeps its code and the way back to its lines, some kB.
    assert.ok(grown < 10e6 + 10e3 * cells.length, `${(grown / 1e6).toFixed(0)} MB`);
  };

  // Each case makes more than a gigabyte, and the inspector would keep a part of it that is far above the limit.
  const large = "new Array(20_000).fill(i)";
  for (const method of ["log", "error", "dir", "trace"])
    test(`10,000 large values that console.${method} prints`, () => {
      const code = `for (let i = 0; i < 2000; i++) console.${method}(${large});`;
      return staysFlat(Array.from({ length: 5 }, () => code));
    });

  test("10,000 printed errors that refer to large values", () => {
    const code = `for (let i = 0; i < 2000; i++) console.error(Object.assign(new Error("large"), { big: ${large} }));`;
    return staysFlat(Array.from({ length: 5 }, () => code));
  });

  const failing: Record<string, string> = {
    "the errors of 300 cells":
      "{ const i = 1; throw Object.assign(new Error('large'), { big: new Array(100_000).fill(i) }); }",
    "the errors of 300 timers":
      "{ const i = 1; const error = Object.assign(new Error('large'), { big: new Array(100_000).fill(i) }); setTimeout(() => { throw error; }); }",
    "the reasons of 300 rejected promises":
      "{ const i = 1; void Promise.reject(Object.assign(new Error('large'), { big: new Array(100_000).fill(i) })); }",
    "the values of 300 cells": "new Array(100_000).fill(1)",
    "300 displayed values": "display(new Array(100_000).fill(1));",
  };
  for (const [what, code] of Object.entries(failing))
    test(what, () => staysFlat(Array.from({ length: 300 }, () => code)));
});
