// Invalid messages get an error as reply, of the type and on the channel of the request.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createMessage } from "../../../../src/kernel/protocol/messages.js";
import { checkContent, checkHeader } from "../../../../src/kernel/protocol/schema/incoming.js";
import { kernelOfTests } from "../../../support/kernel.js";
import { notBuilt, resultOf } from "../../../support/kernelClient.js";

describe("checkContent", () => {
  test("accepts missing and null optional fields, and fields that the protocol does not have", () => {
    checkContent("execute_request", { code: "1" });
    checkContent("execute_request", { code: "1", silent: null, user_expressions: null, other: [1] });
    checkContent("complete_request", { code: "1", cursor_pos: null });
    checkContent("comm_open", { comm_id: "a", target_name: "b", target_module: null, data: null });
    checkContent("unknown_request", { anything: [] });
    checkContent("toString", {});
  });

  test("names the field that is invalid", () => {
    const cases: [type: string, content: unknown, message: RegExp][] = [
      ["execute_request", {}, /^execute_request\.code: expected a string, found undefined; /],
      [
        "execute_request",
        { code: { toString: null } },
        /^execute_request\.code: expected a string, found an object; /,
      ],
      [
        "execute_request",
        { code: "", silent: "no" },
        /^execute_request\.silent: expected true or false, found "no"; /,
      ],
      [
        "execute_request",
        { code: "", user_expressions: { a: 1 } },
        /^execute_request\.user_expressions\.a: expected a string, found 1; /,
      ],
      [
        "inspect_request",
        { code: "", cursor_pos: 1.5 },
        /^inspect_request\.cursor_pos: expected a whole number, found 1\.5; /,
      ],
      ["comm_msg", { comm_id: "a", data: [] }, /^comm_msg\.data: expected an object, found an array; /],
      [
        "debug_request",
        { seq: 1, command: {} },
        /^debug_request\.command: expected a string, found an object; /,
      ],
      ["kernel_info_request", [], /^content: expected an object, found an array; /],
    ];
    for (const [type, content, message] of cases)
      assert.throws(() => checkContent(type, content), { name: "JsonError", message });
  });
});

describe("checkHeader", () => {
  test("needs the id and the type", () => {
    checkHeader({ msg_id: "a", msg_type: "b" });
    assert.throws(
      () => checkHeader({ msg_id: 1, msg_type: "b" }),
      /^JsonError: header\.msg_id: expected a string, found 1; /,
    );
    assert.throws(
      () => checkHeader({ msg_id: "a" }),
      /^JsonError: header\.msg_type: expected a string, found undefined; /,
    );
  });
});

describe("an invalid request", { skip: notBuilt }, () => {
  const kernel = kernelOfTests();
  const deep = "[".repeat(100_000) + "]".repeat(100_000);

  test("gets an error of its reply type on its channel, between busy and idle", async () => {
    for (const channel of ["shell", "control"] as const)
      for (const type of ["execute_request", "complete_request", "debug_request", "shutdown_request"]) {
        const content = { code: { toString: null }, command: 5, restart: "x" };
        const { id, reply } = await kernel().request(type, content, channel);
        assert.equal(kernel().replyTo(id)!.header.msg_type, type.replace("_request", "_reply"));
        assert.equal(reply.status, "error");
        assert.equal(reply.ename, "InvalidMessage");
        assert.match(String(reply.evalue), new RegExp(`^${type}\\.`));
        if (type === "execute_request") assert.equal(typeof reply.execution_count, "number");
        assert.deepEqual(
          kernel()
            .of(id)
            .map((message) => message.content.execution_state),
          ["busy", "idle"],
        );
      }
    assert.equal(await resultOf(kernel(), "1 + 1"), "2");
  });

  test("may be nested 100,000 deep in any part", async () => {
    for (const [part, text] of [
      [1, `{"a":${deep}}`],
      [2, `{"a":${deep}}`],
      [3, `{"code":"1","a":${deep}}`],
    ] as const) {
      const { header } = createMessage("execute_request", {});
      const parts = [JSON.stringify(header), "{}", "{}", '{"code":"1"}'];
      parts[part] = text;
      await kernel().sendParts("shell", parts);
      const { reply } = await kernel().answerTo(header.msg_id);
      assert.match(String(reply.evalue), /expected at most 500 nested levels, found more$/);
    }
    await kernel().sendParts("shell", [`{"msg_id":"a","msg_type":"b","c":${deep}}`, "{}", "{}", "{}"]);
    assert.equal(await resultOf(kernel(), "1 + 2"), "3");
  });

  test("of a handler that fails gets an error, too", async () => {
    const { reply } = await kernel().request(
      "debug_request",
      { seq: 1, command: "setBreakpoints", arguments: {} },
      "control",
    );
    assert.equal(reply.success, false);
    assert.equal(await resultOf(kernel(), "1 + 3"), "4");
  });

  test("cannot reach the prototype of all objects through the paths of a widget's buffers", async () => {
    await kernel().execute(`import { AnyWidget } from "typescript-lab/widget";
      var counter = new AnyWidget({ name: "Counter", esm: "export default {}", state: { count: 1 } });`);
    const id = await resultOf(kernel(), "counter.modelId");
    const state = {
      method: "update",
      state: {},
      buffer_paths: [["__proto__", "polluted"], ["a", "b"], ["__proto__"]],
    };
    await kernel().send("comm_msg", { comm_id: String(id).slice(1, -1), data: state } as never, "shell", {
      buffers: [1, 2, 3].map((byte) => Uint8Array.of(byte)),
    });
    assert.equal(await resultOf(kernel(), "({} as any).polluted ?? 'clean'"), "'clean'");
  });

  test("to search the history cannot take exponential time", async () => {
    await kernel().execute(`"${"a".repeat(5000)}"`);
    const pattern = `${"*a".repeat(60)}*c`;
    const { reply } = await kernel().request("history_request", { hist_access_type: "search", pattern });
    assert.deepEqual(reply.history, []);
    const found = await kernel().request("history_request", {
      hist_access_type: "search",
      pattern: "*1 + ?",
      n: 2,
    });
    assert.deepEqual(
      (found.reply.history as [number, number, string][]).map(([, , code]) => code),
      ["1 + 2", "1 + 3"],
    );
  });

  test("is a user expression whose MIME bundle fails, and the others and the cell do not", async () => {
    const { reply } = await kernel().execute("0", {
      user_expressions: { bad: "({ [Symbol.for('Jupyter.display')]: () => 5 })", good: "1" },
    });
    assert.equal(reply.status, "ok");
    const { bad, good } = reply.user_expressions as Record<string, { status: string }>;
    assert.deepEqual([bad!.status, good!.status], ["error", "ok"]);
  });
});
