// A cell that prints faster than its text is sent waits, so that the waiting text does not fill the memory.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Worker } from "node:worker_threads";
import { Backlog } from "../../../src/kernel/protocol/backlog.js";

describe("Backlog", () => {
  test("lets a text pass when the other thread has taken the texts before it", async () => {
    const backlog = new Backlog();
    const large = "x".repeat(9 * 1024 * 1024);
    backlog.add(large);
    // Takes all texts after a while.
    const other = new Worker(
      `const { workerData } = require("node:worker_threads");
      const size = new Int32Array(workerData);
      setTimeout(() => {
        Atomics.store(size, 0, 0);
        Atomics.notify(size, 0);
      }, 50);`,
      { eval: true, workerData: backlog.memory },
    );
    const ended = new Promise((resolve) => other.once("exit", resolve));
    await new Promise((resolve) => other.once("online", resolve));
    backlog.add("next");
    const size = new Int32Array(backlog.memory);
    assert.ok(Atomics.load(size, 0) < large.length, "the text waited until the others were taken");
    await ended;
    backlog.remove("next");
    assert.equal(Atomics.load(size, 0), 0);
  });
});
