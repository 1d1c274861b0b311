// Requests, replies and published messages by the document "Messaging in Jupyter".
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Message } from "../../../src/kernel/protocol/messages.js";
import { kernelOfTests } from "../../support/kernel.js";
import { KernelClient, notBuilt, printed, resultOf, shown } from "../../support/kernelClient.js";

const types = (messages: Message[]) => messages.map(({ header }) => header.msg_type);

describe("the kernel", { skip: notBuilt }, () => {
  const kernel = kernelOfTests();

  test("reports its protocol, language and features", async () => {
    const { reply } = await kernel().request("kernel_info_request");
    assert.equal(reply.status, "ok");
    assert.match(String(reply.protocol_version), /^5\.[4-9]$/);
    assert.deepEqual(reply.supported_features, ["debugger", "kernel subshells"]);
    assert.equal((reply.language_info as { name: string }).name, "typescript");
    const { reply: none } = await kernel().request("no_such_request", {}, "control");
    assert.equal(none.status, "error");
  });

  test("publishes busy, input, output, value and idle, all under the request", async () => {
    const { id } = await kernel().execute("console.log('out'); 5");
    const messages = kernel().of(id);
    assert.deepEqual(types(messages), ["status", "execute_input", "stream", "execute_result", "status"]);
    assert.equal(messages[0]!.content.execution_state, "busy");
    assert.equal(messages.at(-1)!.content.execution_state, "idle");
  });

  test("holds the first cell until a front end subscribes to its outputs", async () => {
    const late = await KernelClient.start({ early: "6 * 7" });
    try {
      await late.until(() => shown(late.published)?.["text/plain"] === "42");
    } finally {
      await late.close();
    }
  });

  test("answers many requests at once, each between its own busy and idle", async () => {
    const requests = [
      "kernel_info_request",
      "is_complete_request",
      "complete_request",
      "history_request",
      "comm_info_request",
    ];
    const sent = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        kernel().request(requests[i % requests.length]!, { code: "Math.a" }),
      ),
    );
    for (const { id } of sent) {
      const states = kernel()
        .of(id)
        .map(({ content }) => content.execution_state);
      assert.deepEqual(states, ["busy", "idle"]);
    }
  });

  test("runs cells that are sent together one after the other", async () => {
    const ids = [];
    for (let i = 0; i < 5; i++)
      ids.push(
        await kernel().submit(`await new Promise((d) => setTimeout(d, ${20 - 4 * i})); console.log(${i})`),
      );
    const answers = await Promise.all(ids.map((id) => kernel().answerTo(id)));
    assert.deepEqual(
      answers.map(({ published }) => printed(published)),
      ["0\n", "1\n", "2\n", "3\n", "4\n"],
    );
    const counts = answers.map(({ reply }) => Number(reply.execution_count));
    assert.deepEqual(
      counts,
      counts.map((_, i) => counts[0]! + i),
    );
  });

  test("aborts the cells that wait behind a failed one, and runs later ones", async () => {
    const ids = [];
    for (const code of ["throw new Error('first')", "1", "2"]) ids.push(await kernel().submit(code));
    const replies = await Promise.all(ids.map((id) => kernel().answerTo(id)));
    assert.deepEqual(
      replies.map(({ reply }) => reply.status),
      ["error", "aborted", "aborted"],
    );
    assert.equal(await resultOf(kernel(), "'later'"), "'later'");
  });

  test("continues after a failed cell if stop_on_error is false", async () => {
    const failing = await kernel().submit("throw new Error('first')", { stop_on_error: false });
    const next = await kernel().submit("'next'");
    assert.equal((await kernel().answerTo(failing)).reply.status, "error");
    assert.equal((await kernel().answerTo(next)).reply.status, "ok");
  });

  test("neither shows nor counts a silent cell", async () => {
    const before = Number((await kernel().execute("0")).reply.execution_count);
    const { reply, published } = await kernel().execute("'quiet'", { silent: true });
    assert.equal(reply.execution_count, before);
    assert.deepEqual(types(published), []);
    assert.equal((await kernel().execute("0")).reply.execution_count, before + 1);
  });

  test("keeps a cell out of the history if store_history is false", async () => {
    await kernel().execute("'secret-1'", { store_history: false });
    await kernel().execute("'kept-1'");
    const { reply } = await kernel().request("history_request", {
      hist_access_type: "search",
      pattern: "*-1*",
    });
    assert.deepEqual(
      (reply.history as [number, number, string][]).map(([, , code]) => code),
      ["'kept-1'"],
    );
  });

  test("evaluates user expressions beside the cell", async () => {
    const { reply } = await kernel().execute("const side = 3;", {
      user_expressions: { good: "side * 2", bad: "nowhere" },
    });
    const expressions = reply.user_expressions as Record<
      string,
      { status: string; data?: Record<string, string>; ename?: string }
    >;
    assert.equal(expressions.good!.data!["text/plain"], "6");
    assert.equal(expressions.bad!.status, "error");
  });

  test("updates a display under its id", async () => {
    const { published } = await kernel().execute(
      "const shownOnce = await display('one'); await shownOnce.update('two');",
    );
    assert.deepEqual(types(published), ["execute_input", "display_data", "update_display_data"]);
    const ids = published
      .slice(1)
      .map(({ content }) => (content.transient as { display_id: string }).display_id);
    assert.equal(ids[0], ids[1]);
    assert.ok(ids[0]);
    assert.equal(shown(published, "update_display_data")!["text/plain"], "'two'");
  });

  test("shows a displayed value once, also if display ends the cell", async () => {
    for (const code of ["display('one');", "await display('one')"]) {
      const { published } = await kernel().execute(code);
      assert.deepEqual(types(published), ["execute_input", "display_data"]);
    }
  });

  test("shows displays in the order of their calls, before the cell ends", async () => {
    const slow =
      "{ [Symbol.for('Jupyter.display')]: () => new Promise((done) => setTimeout(done, 30, { 'text/plain': 'slow' })) }";
    const { published } = await kernel().execute(`void display(${slow}); void display('fast');`);
    const texts = published
      .slice(1)
      .map(({ content }) => (content.data as Record<string, string>)["text/plain"]);
    assert.deepEqual(texts, ["slow", "'fast'"]);
  });

  test("shows an object by its display method, also an asynchronous one", async () => {
    const { published } = await kernel().execute(
      "({ async [Symbol.for('Jupyter.display')]() { return { 'text/html': '<i>x</i>' } } })",
    );
    assert.deepEqual(shown(published), { "text/html": "<i>x</i>" });
  });

  test("reports the error of a display method", async () => {
    const { reply } = await kernel().execute(
      "({ [Symbol.for('Jupyter.display')]() { throw new TypeError('no picture') } })",
    );
    assert.equal(reply.status, "error");
    assert.equal(reply.evalue, "no picture");
  });

  test("clears output, and passes a text to the pager", async () => {
    const { reply, published } = await kernel().execute("clearOutput(true); await page('much text')");
    assert.deepEqual(published.at(-1)!.content, { wait: true });
    assert.deepEqual(reply.payload, [{ source: "page", data: { "text/plain": "much text" }, start: 0 }]);
  });

  test("opens comms, accepts comms of a page, and lists them", async () => {
    const code = `const host = (globalThis as any)[Symbol.for("jupyter.kernel")];
      host.registerCommTarget("echo", (comm: any) => comm.onMessage((m: any) => comm.send({ back: m.data }, { buffers: m.buffers })));
      host.openComm("mine", { data: { a: 1 }, buffers: [new Uint8Array([7])] }).id`;
    const opened = await kernel().execute(code);
    const open = opened.published.find(({ header }) => header.msg_type === "comm_open")!;
    assert.deepEqual(
      [open.content.target_name, open.content.data, [...open.buffers[0]!]],
      ["mine", { a: 1 }, [7]],
    );
    await kernel().send("comm_open", { comm_id: "from-page", target_name: "echo", data: {} });
    const id = await kernel().send("comm_msg", { comm_id: "from-page", data: { b: 2 } }, "shell", {
      buffers: [new Uint8Array([9])],
    });
    await kernel().until(() => kernel().of(id).length === 3);
    const [, answer] = kernel().of(id);
    assert.deepEqual([answer!.content.data, [...answer!.buffers[0]!]], [{ back: { b: 2 } }, [9]]);
    const { reply } = await kernel().request("comm_info_request", { target_name: "echo" });
    assert.deepEqual(reply.comms, { "from-page": { target_name: "echo" } });
  });

  test("closes a comm of an unknown target, and ignores messages to it", async () => {
    const id = await kernel().send("comm_open", {
      comm_id: "lost",
      target_name: "jupyter.widget.control",
      data: {},
    });
    await kernel().send("comm_msg", { comm_id: "lost", data: { method: "request_states" } });
    await kernel().until(() => kernel().of(id).length === 3);
    assert.deepEqual(types(kernel().of(id)), ["status", "comm_close", "status"]);
  });

  test("answers comm messages while a cell awaits them", async () => {
    const code = `const heard = new Promise((done) => (globalThis as any)[Symbol.for("jupyter.kernel")].registerCommTarget("late", (_: unknown, m: any) => done(m.data.word)));
      await heard`;
    const id = await kernel().submit(code);
    await kernel().until(() =>
      kernel()
        .of(id)
        .some(({ header }) => header.msg_type === "execute_input"),
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    await kernel().send("comm_open", { comm_id: "late-1", target_name: "late", data: { word: "hello" } });
    assert.equal(shown((await kernel().answerTo(id)).published)!["text/plain"], "'hello'");
  });

  test("welcomes a subscriber", () => {
    assert.equal(kernel().published.filter(({ header }) => header.msg_type === "iopub_welcome").length, 1);
  });

  test("echoes its heartbeat while a cell keeps it busy", async () => {
    const id = await kernel().submit("const until = Date.now() + 400; while (Date.now() < until);");
    assert.equal(await kernel().heartbeat("ping"), "ping");
    assert.equal(kernel().isIdleAfter(id), false);
    await kernel().answerTo(id);
  });
});
