// Subshells (JEP 91): requests on a subshell are answered while a cell of the main shell awaits.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { kernelOfTests } from "../../support/kernel.js";
import { notBuilt, resultOf, shown } from "../../support/kernelClient.js";

const unknown = { status: "error", ename: "UnknownSubshellError", evalue: "Unknown subshell_id 'nowhere'" };

describe("a subshell", { skip: notBuilt }, () => {
  const kernel = kernelOfTests();
  const create = async () => {
    const { reply } = await kernel().request("create_subshell_request", {}, "control");
    assert.equal(reply.status, "ok");
    return String(reply.subshell_id);
  };
  const list = async () => (await kernel().request("list_subshell_request", {}, "control")).reply.subshell_id;
  const ask = (type: string, content: object, subshell: string) =>
    kernel().send(type, content as never, "shell", { subshell });
  /** Runs a cell on the main shell that awaits until a comm message arrives on `subshell`. */
  const awaiting = async (comm: string) => {
    const id = await kernel().submit(`// @ts-nocheck
      await new Promise((done) => globalThis[Symbol.for("jupyter.kernel")].registerCommTarget("${comm}", (_, m) => done(m.data.word)))`);
    await kernel().until(() =>
      kernel()
        .of(id)
        .some(({ header }) => header.msg_type === "execute_input"),
    );
    return id;
  };

  test("is announced, made, listed and deleted, on the control channel", async () => {
    const { reply } = await kernel().request("kernel_info_request");
    assert.ok((reply.supported_features as string[]).includes("kernel subshells"));
    assert.deepEqual(await list(), []);
    const [one, two] = [await create(), await create()];
    assert.deepEqual(await list(), [one, two]);
    const deleted = await kernel().request("delete_subshell_request", { subshell_id: one }, "control");
    assert.deepEqual(deleted.reply, { status: "ok" });
    assert.deepEqual(await list(), [two]);
    await kernel().request("delete_subshell_request", { subshell_id: two }, "control");
  });

  test("that does not exist cannot be deleted or used, and each message has its busy and idle", async () => {
    const { reply } = await kernel().request(
      "delete_subshell_request",
      { subshell_id: "nowhere" },
      "control",
    );
    assert.deepEqual(reply, { ...unknown, traceback: [] });
    for (const type of ["execute_request", "complete_request", "comm_info_request"]) {
      const id = await ask(type, { code: "1" }, "nowhere");
      const answer = await kernel().answerTo(id);
      const { status, ename, evalue } = answer.reply;
      assert.deepEqual({ status, ename, evalue }, unknown);
    }
    const id = await ask("comm_msg", { comm_id: "a", data: {} }, "nowhere");
    await kernel().until(() => kernel().isIdleAfter(id));
    assert.equal(kernel().replyTo(id), undefined);
  });

  test("can be made, listed and deleted while a cell computes", async () => {
    const id = await kernel().submit("const end = Date.now() + 1000; while (Date.now() < end); 'computed'");
    const made = await create();
    assert.deepEqual(await list(), [made]);
    await kernel().request("delete_subshell_request", { subshell_id: made }, "control");
    assert.equal(kernel().isIdleAfter(id), false);
    assert.equal(shown((await kernel().answerTo(id)).published)?.["text/plain"], "'computed'");
  });

  test("answers comm messages, completions and inspections while a cell of the main shell awaits", async () => {
    const subshell = await create();
    const cell = await awaiting("late");
    for (const [type, content] of [
      ["complete_request", { code: "Mat", cursor_pos: 3 }],
      ["inspect_request", { code: "Math", cursor_pos: 2 }],
      ["is_complete_request", { code: "1" }],
      ["kernel_info_request", {}],
      ["comm_info_request", {}],
    ] as const) {
      const id = await ask(type, content, subshell);
      const { reply } = await kernel().answerTo(id);
      assert.ok(["ok", "complete"].includes(String(reply.status)), type);
      assert.equal(kernel().replyTo(id)!.parentHeader.subshell_id, subshell);
      assert.equal(kernel().isIdleAfter(cell), false);
    }
    await ask("comm_open", { comm_id: "now", target_name: "late", data: { word: "heard" } }, subshell);
    assert.equal(shown((await kernel().answerTo(cell)).published)?.["text/plain"], "'heard'");
  });

  test("runs its cells in turn with those of the main shell, which do not abort each other", async () => {
    const subshell = await create();
    const failing = await kernel().submit(
      "await new Promise((done) => setTimeout(done, 50)); throw new Error('main')",
    );
    const other = await ask("execute_request", { code: "'subshell'" }, subshell);
    const waiting = await kernel().submit("'main shell'");
    assert.equal((await kernel().answerTo(failing)).reply.status, "error");
    assert.equal((await kernel().answerTo(waiting)).reply.status, "aborted");
    const { reply, published } = await kernel().answerTo(other);
    assert.equal(reply.status, "ok");
    assert.equal(shown(published)?.["text/plain"], "'subshell'");
    assert.equal(await resultOf(kernel(), "1 + 1"), "2");
  });
});
