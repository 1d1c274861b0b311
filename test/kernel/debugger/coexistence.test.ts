// The rest of the kernel while a debugger is active, and after it was stopped.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { debugged } from "../../support/debugClient.js";
import { notBuilt, printed, resultOf } from "../../support/kernelClient.js";

describe("a kernel that is debugged", { skip: notBuilt }, () => {
  const debug = debugged();

  test("stops at a debugger statement after it sent the printed text, and its heartbeat continues", async () => {
    await debug().start("", []);
    const run = await debug().kernel.submit("console.log('before');\ndebugger;\nconsole.log('after');");
    await debug().stopped();
    await debug().kernel.until(() => printed(debug().kernel.of(run)) === "before\n");
    assert.equal(await debug().kernel.heartbeat("alive"), "alive");
    const info = (await debug().ask("debugInfo")) as { isStarted: boolean; stoppedThreads: number[] };
    assert.deepEqual([info.isStarted, info.stoppedThreads], [true, [1]]);
    await debug().continued();
    assert.equal(printed((await debug().kernel.answerTo(run)).published), "before\nafter\n");
  });

  test("interrupts a paused cell, and pauses the next one", async () => {
    const code = "let rounds = 0;\nwhile (true) {\n  rounds++;\n}";
    await debug().start(code, [3]);
    const run = await debug().kernel.submit(code);
    await debug().stopped();
    await debug().kernel.interrupt();
    assert.equal((await debug().kernel.answerTo(run)).reply.ename, "KeyboardInterrupt");
    const again = await debug().kernel.submit("debugger; 5");
    await debug().stopped();
    await debug().continued();
    assert.equal((await debug().kernel.answerTo(again)).reply.status, "ok");
  });

  for (const command of ["next", "stepIn", "stepOut"])
    test(`ends the cell by ${command} from its last line, and stops nowhere else`, async () => {
      const code = "let q = 1;\nq = 2;";
      await debug().start(code, [2]);
      const run = await debug().kernel.submit(code);
      await debug().stopped();
      const stops = () =>
        debug().kernel.published.filter(({ content }) => content.event === "stopped").length;
      for (let i = 0; i < 3 && !debug().kernel.isIdleAfter(run); i++) {
        const before = stops();
        await debug().ask(command, { threadId: 1 });
        await debug().kernel.until(() => debug().kernel.isIdleAfter(run) || stops() > before);
      }
      assert.equal((await debug().kernel.answerTo(run)).reply.status, "ok");
      assert.equal(await resultOf(debug().kernel, "q"), "2");
    });

  test("does not mistake a silent run for the cell before it", async () => {
    const code = "function area(x: number): number {\n  const y = x * 2;\n  return y;\n}\narea(1)";
    const { path } = await debug().start(code, [3]);
    const run = await debug().kernel.submit(code);
    await debug().stopped();
    await debug().continued();
    await debug().kernel.answerTo(run);
    const silent = { silent: true, store_history: false };
    assert.equal(
      (await debug().kernel.execute("let s1 = 1;\nlet s2 = 2;\nlet s3 = 3;", silent)).reply.status,
      "ok",
    );
    const call = await debug().kernel.submit("area(3)", silent);
    const { line, source } = await debug().stoppedAt();
    assert.deepEqual([line, source.path], [3, path]);
    await debug().continued();
    await debug().kernel.answerTo(call);
  });

  test("interrupts a paused cell and the evaluation in it", async () => {
    await debug().start("", []);
    for (const endless of [false, true]) {
      const run = await debug().kernel.submit(
        "debugger;\nconsole.log('side effect');\nawait null;\nconsole.log('more');",
      );
      await debug().stopped();
      if (endless) {
        await debug().send("evaluate", { expression: "(() => { while (true) {} })()" });
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      await debug().kernel.interrupt();
      const { reply, published } = await debug().kernel.answerTo(run);
      assert.equal(reply.ename, "KeyboardInterrupt");
      assert.equal(printed(published), "");
      assert.equal(await resultOf(debug().kernel, "1 + 1"), "2");
    }
  });

  test("interrupts a paused cell also while other requests wait", async () => {
    const code = "let w = 1;\nw += 1;\nw";
    await debug().start(code, [2]);
    await debug().send("evaluate", { expression: "await new Promise(() => {})" });
    const run = await debug().kernel.submit(code);
    await debug().stopped();
    await debug().kernel.interrupt();
    assert.equal((await debug().kernel.answerTo(run)).reply.ename, "KeyboardInterrupt");
  });

  test("runs cells as before after the debugger is stopped, and refuses unknown commands", async () => {
    const code = "let n = 1;\nn += 1;\nn";
    await debug().start(code, [2]);
    await debug().ask("disconnect", { restart: false, terminateDebuggee: false });
    const { reply } = await debug().kernel.execute(code);
    assert.equal(reply.status, "ok");
    const content = { type: "request", seq: 7, command: "gotoTargets", arguments: {} };
    const unknown = (await debug().kernel.request("debug_request", content, "control")).reply;
    assert.deepEqual(
      [unknown.success, unknown.request_seq, unknown.message],
      [false, 7, "This debugger does not know gotoTargets."],
    );
  });
});
