// The protocol thread gives a busy main thread only the time that it has not already had.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import type { MainThreadInspector } from "../../../src/kernel/debugger/inspector.js";
import { interrupt } from "../../../src/kernel/protocol/interrupt.js";
import { Pulse } from "../../../src/kernel/protocol/pulse.js";

/** Sends an interrupt to a main thread with this pulse. Returns whether its code was terminated. */
async function terminates(pulse: Pulse, onMessage = () => {}): Promise<boolean> {
  const commands: string[] = [];
  const inspector = { notify: (method: string) => commands.push(method) } as unknown as MainThreadInspector;
  await interrupt({ pulse, post: onMessage, inspector: () => inspector, adapter: () => undefined });
  return commands.includes("Runtime.terminateExecution");
}

/** Keeps this thread busy, as a loop in a cell does. */
function compute(milliseconds: number): void {
  for (const end = Date.now() + milliseconds; Date.now() < end; );
}

describe("an interrupt of the main thread", () => {
  test("terminates a long loop before code that has just started", async () => {
    const order: string[] = [];
    const long = new Pulse();
    long.start();
    compute(200);
    const short = new Pulse();
    short.start();
    await Promise.all([
      terminates(short).then(() => order.push("short")),
      terminates(long).then(() => order.push("long")),
    ]);
    short.stop();
    long.stop();
    assert.deepEqual(order, ["long", "short"]);
  });

  test("terminates nothing if the main thread receives it", async () => {
    const pulse = new Pulse();
    assert.ok(!(await terminates(pulse, () => pulse.receive())));
    assert.ok(await terminates(pulse));
  });
});

describe("Pulse", () => {
  test("is silent for no time while no cell runs", async () => {
    const pulse = new Pulse();
    assert.equal(pulse.silence, 0);
    pulse.start();
    compute(30);
    assert.ok(new Pulse(pulse.memory).silence >= 30);
    await setTimeout(0);
    await setTimeout(30);
    pulse.stop();
    assert.equal(pulse.silence, 0);
  });
});
