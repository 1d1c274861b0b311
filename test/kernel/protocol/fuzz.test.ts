// 10,000 random, mutated and signed but odd messages: every request is answered, and the kernel works right afterwards.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { randomOf } from "../../support/hostileValues.js";
import { kernelOfTests } from "../../support/kernel.js";
import { notBuilt, resultOf } from "../../support/kernelClient.js";
import { oddMessage } from "../../support/oddMessages.js";

const count = Number(process.env.AMFMN_FUZZ_MESSAGES ?? 10_000);
const seed = Number(process.env.AMFMN_FUZZ_SEED ?? 16);

describe("10,000 odd messages", { skip: notBuilt }, () => {
  const kernel = kernelOfTests();

  test("are all answered that are requests, and the kernel works right afterwards", async () => {
    const random = randomOf(seed);
    const asked = new Map<string, string>();
    for (let i = 0; i < count; i++) {
      const message = oddMessage(random, i);
      if (message.kind === "frames") await kernel().sendFrames(message.channel, message.frames);
      else {
        await kernel().sendParts(message.channel, message.parts, message.buffers);
        if (message.id !== undefined)
          asked.set(message.id, message.parts.map((part) => part.slice(0, 300)).join(" "));
      }
      // An attacker does not wait, and a test must not fill the memory of this process.
      if (i % 500 === 499) await kernel().request("kernel_info_request", {}, "control");
    }
    assert.equal(await resultOf(kernel(), "1 + 1"), "2");
    const unanswered = () => [...asked.keys()].filter((id) => !kernel().replyTo(id));
    for (let waited = 0; waited < 30_000 && unanswered().length > 0; waited += 50) await setTimeout(50);
    assert.deepEqual(
      unanswered().map((id) => asked.get(id)),
      [],
    );
    const idle = new Set(
      kernel()
        .published.filter(({ content }) => content.execution_state === "idle")
        .map(({ parentHeader }) => parentHeader.msg_id),
    );
    assert.deepEqual(
      [...asked.keys()].filter((id) => !idle.has(id)).map((id) => asked.get(id)),
      [],
    );
    for (const id of asked.keys()) {
      const { header, content } = kernel().replyTo(id)!;
      if (!/^(debug|is_complete)_reply$/.test(header.msg_type))
        assert.ok(
          ["ok", "error", "aborted"].includes(String(content.status)),
          `${header.msg_type} ${content.status}`,
        );
    }
    assert.equal((await kernel().request("kernel_info_request", {}, "control")).reply.status, "ok");
    assert.equal(await kernel().heartbeat("alive"), "alive");
    assert.equal(kernel().process.exitCode, null);
  });
});
