// Invalid messages and failing cells: the kernel ignores them or replies with an error, and continues.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { createMessage } from "../../../src/kernel/protocol/messages.js";
import { encode } from "../../../src/kernel/protocol/wire.js";
import { kernelOfTests } from "../../support/kernel.js";
import { notBuilt, resultOf } from "../../support/kernelClient.js";

describe("the kernel continues", { skip: notBuilt }, () => {
  const kernel = kernelOfTests();

  test("after it ignored a message with a wrong signature", async () => {
    const message = createMessage("execute_request", { code: "globalThis.forged = 1" });
    await kernel().sendFrames("shell", encode("another key", message));
    assert.equal(await resultOf(kernel(), "typeof (globalThis as any).forged"), "'undefined'");
    assert.equal(kernel().of(message.header.msg_id).length, 0);
  });

  test("after frames that are no JSON, or no object, or lack a part", async () => {
    const bytes = (text: string) => Buffer.from(text);
    for (const part of ["{", "[]", "null", "1", '"x"', "", "\xff\xfe"]) {
      const frames = ["<IDS|MSG>", "", part, "{}", "{}", "{}"].map(bytes);
      await kernel().sendFrames("shell", frames);
      await kernel().sendFrames("control", frames);
      await kernel().sendFrames("stdin", frames);
    }
    await kernel().sendFrames("shell", [bytes("<IDS|MSG>")]);
    await kernel().sendFrames("shell", [bytes("")]);
    assert.equal(await resultOf(kernel(), "1 + 1"), "2");
  });

  test("after messages of an unknown type", async () => {
    const { reply } = await kernel().request("fly_request", { far: true });
    assert.equal(reply.ename, "UnknownMessageType");
    for (const type of ["toString", "constructor", "__proto__", "", "execute_reply"])
      await kernel().send(type, {});
    assert.equal(await resultOf(kernel(), "1 + 2"), "3");
  });

  const value = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(fc.string()),
    fc.dictionary(fc.string(), fc.string()),
  );
  const types =
    "execute_request is_complete_request complete_request inspect_request history_request comm_info_request comm_open comm_msg comm_close kernel_info_request".split(
      " ",
    );

  test("after known messages with contents of any kind", async () => {
    const keys = fc.constantFrom(
      "code",
      "cursor_pos",
      "silent",
      "user_expressions",
      "comm_id",
      "target_name",
      "data",
      "hist_access_type",
      "pattern",
      "n",
    );
    const contents = fc.sample(fc.tuple(fc.constantFrom(...types), fc.dictionary(keys, value)), 150);
    for (const [type, content] of contents) {
      // Random code must not run.
      const harmless = type === "execute_request" ? { ...content, code: "1" } : content;
      await kernel().send(type, harmless as never);
    }
    assert.equal(await resultOf(kernel(), "1 + 3"), "4");
  });

  test("after requests to the debugger with arguments of any kind", async () => {
    const commands =
      "initialize attach configurationDone debugInfo dumpCell setBreakpoints setExceptionBreakpoints threads stackTrace scopes variables continue next stepIn stepOut evaluate source modules inspectVariables richInspectVariables toString __proto__ disconnect".split(
        " ",
      );
    const names =
      "source breakpoints code filters frameId variablesReference expression variableName path line".split(
        " ",
      );
    const given = fc.oneof(value, fc.dictionary(fc.constantFrom(...names), fc.oneof(value, fc.array(value))));
    for (const [command, some] of fc.sample(fc.tuple(fc.constantFrom(...commands), given), 200)) {
      const harmless = command === "evaluate" ? { expression: "1" } : some;
      await kernel().send("debug_request", { seq: 1, command, arguments: harmless } as never, "control");
    }
    const end = { seq: 2, command: "disconnect", arguments: {} };
    assert.equal((await kernel().request("debug_request", end, "control")).reply.success, true);
    assert.equal(await resultOf(kernel(), "1 + 8"), "9");
  });

  test("after 1,000 random frames on every channel", async () => {
    const frames = fc.array(fc.oneof(fc.uint8Array(), fc.constant(Buffer.from("<IDS|MSG>"))), {
      minLength: 1,
      maxLength: 8,
    });
    const channels = fc.constantFrom<("shell" | "control" | "stdin")[]>("shell", "control", "stdin");
    for (const [channel, some] of fc.sample(fc.tuple(channels, frames), 1000))
      await kernel().sendFrames(channel, some);
    assert.equal(await resultOf(kernel(), "1 + 4"), "5");
    assert.equal((await kernel().request("kernel_info_request", {}, "control")).reply.status, "ok");
  });

  test("after errors of timers and promises", async () => {
    await kernel().execute(
      "setTimeout(() => { throw new Error('timer') }); Promise.reject(new Error('alone')); Promise.reject(); queueMicrotask(() => { throw 'text' }); process.nextTick(() => { throw null })",
    );
    assert.equal(await resultOf(kernel(), "await new Promise((done) => setTimeout(done, 50)); 1 + 5"), "6");
  });

  test("after a cell that throws a value that is no error, or an error that cannot be printed", async () => {
    for (const code of [
      "throw undefined",
      "throw 0",
      "throw { get stack() { throw 1 }, message: 'x' }",
      "throw Object.create(null)",
      "throw new Proxy({}, { get() { throw 2 } })",
      "const e = new Error('round'); e.cause = e; throw e",
    ]) {
      assert.equal((await kernel().execute(code)).reply.status, "error", code);
    }
    assert.equal(await resultOf(kernel(), "1 + 6"), "7");
  });

  test("after endless recursion and values that cannot be shown", async () => {
    assert.equal(
      (await kernel().execute("function again(): number { return again() + 1 }\nagain()")).reply.ename,
      "RangeError",
    );
    assert.equal(
      (
        await kernel().execute(
          "({ get [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('shy') } })",
        )
      ).reply.status,
      "error",
    );
    assert.equal(await resultOf(kernel(), "1 + 7"), "8");
  });
});
