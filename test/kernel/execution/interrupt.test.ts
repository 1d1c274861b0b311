// An interrupt stops the cell and keeps the session. bench/kernel measures how fast it is.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { kernelOfTests } from "../../support/kernel.js";
import { notBuilt, printed, resultOf } from "../../support/kernelClient.js";

describe("an interrupt", { skip: notBuilt }, () => {
  const kernel = kernelOfTests();
  const interrupted = async (code: string) => {
    const id = await kernel().submit(code);
    await kernel().until(() =>
      kernel()
        .of(id)
        .some(({ header }) => header.msg_type === "stream"),
    );
    await setTimeout(50);
    await kernel().interrupt();
    return kernel().answerTo(id);
  };
  const situations: Record<string, string> = {
    "a synchronous loop": "console.log('in'); while (true);",
    "a loop after an await": "await 1; console.log('in'); await 2; while (true);",
    "a loop in a callback that the cell waits for":
      "console.log('in'); await new Promise(() => setTimeout(() => { while (true); }, 10));",
    "a promise that never settles": "console.log('in'); await new Promise(() => {});",
    "a wait for a timer": "console.log('in'); await new Promise((done) => setTimeout(done, 1e6));",
    "a question": "console.log('in'); await input('? ');",
  };
  for (const [what, code] of Object.entries(situations)) {
    test(`stops ${what} and keeps the state`, async () => {
      await resultOf(kernel(), "let kept = 'state';");
      const { reply } = await interrupted(code);
      assert.equal(reply.status, "error");
      assert.equal(reply.ename, "KeyboardInterrupt");
      assert.equal(await resultOf(kernel(), "kept += '!'; kept"), "'state!'");
    });
  }

  test("is one error of a cell whose code V8 ends before the interrupt reaches the session", async () => {
    const busy = [
      "while (true);",
      "[1].forEach(() => { while (true); });",
      "void new Promise(() => { while (true); });",
    ];
    for (const code of busy) {
      const { published } = await interrupted(`console.log('in'); try { ${code} } catch {}`);
      const errors = published.filter(({ header }) => header.msg_type === "error");
      assert.deepEqual(
        errors.map(({ content }) => content.ename),
        ["KeyboardInterrupt"],
        code,
      );
    }
  });

  test("of a long cell that is still being parsed keeps the kernel running", async () => {
    const lines = Array.from({ length: 60_000 }, (_, i) => `const long${i} = { x: ${i} };`);
    const id = await kernel().submit(`// @ts-nocheck\n${lines.join("\n")}`);
    for (let i = 0; i < 4; i++) {
      await setTimeout(100);
      await kernel().interrupt();
    }
    assert.match(String((await kernel().answerTo(id)).reply.status), /^(?:error|ok)$/);
    assert.equal(await resultOf(kernel(), "1 + 1"), "2");
  });

  test("ends an asynchronous loop and runs its finally block", async () => {
    const code =
      "let rounds = 0, cleaned = false;\ntry { for (;;) { if (++rounds === 1) console.log('in'); await new Promise((done) => setTimeout(done, 5)) } } finally { cleaned = true }";
    await interrupted(code);
    await setTimeout(60);
    const rounds = await resultOf(kernel(), "rounds");
    await setTimeout(60);
    assert.equal(await resultOf(kernel(), "rounds"), rounds);
    assert.equal(await resultOf(kernel(), "cleaned"), "true");
  });

  test("aborts the waiting cells", async () => {
    const id = await kernel().submit("console.log('in'); while (true);");
    const next = await kernel().submit("'never'");
    await kernel().until(() =>
      kernel()
        .of(id)
        .some(({ header }) => header.msg_type === "stream"),
    );
    await kernel().interrupt();
    assert.equal((await kernel().answerTo(next)).reply.status, "aborted");
  });

  test("of an idle kernel does nothing", async () => {
    assert.equal((await kernel().interrupt()).reply.status, "ok");
    await setTimeout(150);
    assert.equal(await resultOf(kernel(), "1 + 1"), "2");
  });

  test("does not stop timers of earlier cells", async () => {
    await resultOf(kernel(), "let ticks = 0; const ticking = setInterval(() => ticks++, 5);");
    await interrupted("console.log('in'); await new Promise(() => {});");
    const before = Number(await resultOf(kernel(), "ticks"));
    await setTimeout(60);
    assert.ok(Number(await resultOf(kernel(), "ticks")) > before);
    assert.equal(printed((await kernel().execute("clearInterval(ticking)")).published), "");
  });

  test("by SIGINT has the same effect", async () => {
    const id = await kernel().submit("console.log('in'); await new Promise(() => {});");
    await kernel().until(() =>
      kernel()
        .of(id)
        .some(({ header }) => header.msg_type === "stream"),
    );
    kernel().process.kill("SIGINT");
    assert.equal((await kernel().answerTo(id)).reply.ename, "KeyboardInterrupt");
  });
});
