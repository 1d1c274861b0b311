// A front end that does not read what it subscribed to: the kernel neither keeps everything for it nor keeps others waiting.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { kernelOfTests } from "../../support/kernel.js";
import { notBuilt, resultOf } from "../../support/kernelClient.js";

const procfs = existsSync("/proc/self/status") ? false : "memory is read in /proc, which is not here";

describe("a subscriber that never reads", { skip: notBuilt || procfs }, () => {
  const kernel = kernelOfTests();
  /** Returns the memory of the kernel in MB. */
  const memory = () => {
    const status = readFileSync(`/proc/${kernel().process.pid}/status`, "utf8");
    return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024;
  };

  /** Prints 300 MB. Returns the number of characters that arrived, and the largest memory of the kernel. */
  const printMuch = async () => {
    let most = 0;
    const id = await kernel().submit(`{
      const line = "x".repeat(250_000);
      for (let i = 0; i < 1200; i++) {
        console.log(line);
        if (i % 20 === 19) await new Promise((done) => setImmediate(done));
      } }`);
    let [characters, done] = [0, false];
    while (!done) {
      await setTimeout(20);
      most = Math.max(most, memory());
      // This process need not keep the text, either.
      for (const { header, content, parentHeader } of kernel().published.splice(0)) {
        if (parentHeader.msg_id !== id) continue;
        if (header.msg_type === "stream") characters += String(content.text).length;
        done ||= content.execution_state === "idle";
      }
    }
    return { characters, most };
  };

  test("costs the kernel at most half of the 300 MB that it misses, and others get all outputs", async () => {
    const without = await printMuch();
    const idle = kernel().subscribeWithoutReading();
    await resultOf(kernel(), "await new Promise((done) => setTimeout(done, 200)); 1");
    const beside = await printMuch();
    idle.close();
    assert.equal(beside.characters, 1200 * 250_001);
    const cost = beside.most - without.most;
    assert.ok(cost < 150, `memory is ${Math.round(cost)} MB larger`);
    assert.equal(await resultOf(kernel(), "1 + 1"), "2");
  });
});
