// Errors that no code handles. They fail the cell that started the work while it runs, and an unattended run later, too.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import type { Message } from "../../../src/kernel/protocol/messages.js";
import { kernelOfTests } from "../../support/kernel.js";
import { notBuilt, printed, resultOf } from "../../support/kernelClient.js";
import { convert, type RunNotebook, runNotebooks } from "../../support/unattended.js";
import { noJupyter } from "../../support/venv.js";

const errors = (published: readonly Message[]) =>
  published.filter(({ header }) => header.msg_type === "error").map(({ content }) => content.evalue);

/** Cells with failing work that nothing awaits, and the messages of their errors. */
const failing: Record<string, [code: string, ...messages: string[]]> = {
  "an async function that fails at once": [
    "async function train() { throw new Error('train') }\nvoid train();",
    "train",
  ],
  "an async function that fails after an await": [
    "void (async () => { await null; throw new Error('train') })(); 'value'",
    "train",
  ],
  "a rejected promise before the value": ["Promise.reject(new Error('lost')); 1", "lost"],
  "a rejected promise without an error": ["Promise.reject(); 1", "undefined"],
  "a timer of 0 ms": ["setTimeout(() => { throw new Error('timer') }, 0); 1", "timer"],
  "an immediate": ["setImmediate(() => { throw new Error('immediate') }); 1", "immediate"],
  "a microtask": ["queueMicrotask(() => { throw new Error('micro') }); 1", "micro"],
  "a tick": ["process.nextTick(() => { throw new Error('tick') }); 1", "tick"],
  "an emitted error": [
    "import { EventEmitter } from 'node:events';\nconst em = new EventEmitter(); setImmediate(() => em.emit('error', new Error('event')));",
    "event",
  ],
  "work that fails while the cell awaits something else": [
    "void (async () => { await new Promise((d) => setTimeout(d, 20)); throw new Error('work') })();\nawait new Promise((d) => setTimeout(d, 60)); 'end'",
    "work",
  ],
  "a throw in the callback that the cell waits for": [
    "await new Promise(() => setTimeout(() => { throw new Error('callback') }, 10)); 'never'",
    "callback",
  ],
  "a rejection while the cell waits for something that never comes": [
    "void Promise.reject(new Error('cause'));\nawait new Promise(() => {}); 'never'",
    "cause",
  ],
  "a display that nothing awaits": [
    "void display({ [Symbol.for('Jupyter.display')]() { throw new Error('no picture') } }); 1",
    "no picture",
  ],
  "an update that nothing awaits": [
    "const shown = await display(1);\nvoid shown.update({ async [Symbol.for('Jupyter.display')]() { throw new Error('no update') } }); 1",
    "no update",
  ],
  "one error of two promises and of the cell": [
    "const same = new Error('same'); Promise.reject(same); Promise.reject(same); throw same",
    "same",
  ],
  "two errors of one turn": [
    "setTimeout(() => { throw new Error('first') }); setTimeout(() => { throw new Error('second') });",
    "first",
    "second",
  ],
};

describe("a cell fails by", { skip: notBuilt }, () => {
  const kernel = kernelOfTests();
  for (const [what, [code, ...messages]] of Object.entries(failing)) {
    test(what, async () => {
      const { id, reply, published } = await kernel().execute(code);
      assert.equal(reply.status, "error");
      assert.deepEqual(errors(published), messages);
      assert.equal(reply.evalue, messages[0]);
      await setTimeout(30);
      assert.equal(kernel().of(id).at(-1)!.content.execution_state, "idle", "nothing comes after idle");
      assert.equal(printed(published, "stderr"), "");
    });
  }

  test("an error, and the cells that were sent with it are aborted", async () => {
    const first = await kernel().submit("Promise.reject(new Error('stop')); 1");
    const second = await kernel().submit("'never'");
    assert.equal((await kernel().answerTo(first)).reply.status, "error");
    assert.equal((await kernel().answerTo(second)).reply.status, "aborted");
  });
});

describe("a cell does not fail by", { skip: notBuilt }, () => {
  const kernel = kernelOfTests();

  test("a promise that it handles later", async () => {
    const code =
      "const late = Promise.reject(new Error('late'));\nawait new Promise((done) => setTimeout(done, 30));\nawait late.catch(() => 'handled')";
    assert.equal(await resultOf(kernel(), code), "'handled'");
  });

  test("an error of an earlier cell, which is shown under that cell", async () => {
    const { id, reply } = await kernel().execute("setTimeout(() => { throw new Error('by timer') }, 60); 1");
    assert.equal(reply.status, "ok");
    const next = await kernel().execute("await new Promise((d) => setTimeout(d, 120)); 'alive'");
    assert.equal(next.reply.status, "ok");
    assert.deepEqual(errors(next.published), []);
    await kernel().until(() => /Error: by timer/.test(printed(kernel().of(id), "stderr")));
  });

  test("an error that it caught and that a later cell throws again, which that cell shows", async () => {
    const broken = "{ async [Symbol.for('Jupyter.display')]() { throw new Error('again') } }";
    const code = `var kept: unknown; try { await display(${broken}) } catch (error) { kept = error }`;
    assert.equal((await kernel().execute(code)).reply.status, "ok");
    const { reply, published } = await kernel().execute("throw kept");
    assert.equal(reply.status, "error");
    assert.deepEqual(errors(published), ["again"]);
  });
});

describe("an unattended run", { skip: notBuilt || noJupyter }, () => {
  const late = (ms: number) => `setTimeout(() => { throw new Error('late') }, ${ms}); 'value'`;
  const evalues = (outputs: { evalue?: string }[]) => outputs.flatMap(({ evalue }) => evalue ?? []);

  test("fails by each of these cells, and its notebook has the error", async () => {
    const cells = Object.values(failing);
    const results = await runNotebooks(cells.map(([code]) => [code, "'next'"]));
    for (const [i, { error, outputs }] of results.entries()) {
      assert.notEqual(error, null, cells[i]![0]);
      assert.deepEqual(evalues(outputs[0]!), cells[i]!.slice(1));
      assert.deepEqual(outputs[1], []);
    }
  });

  test("fails by an error that comes after the end of its last cell, or of an earlier one", async () => {
    const wait = "await new Promise((d) => setTimeout(d, 4000)); 'waited'";
    const [last, earlier, long, none] = (await runNotebooks([
      [late(300)],
      [late(300), wait],
      [late(3500), wait],
      ["const ticking = setInterval(() => {}, 10);", "clearInterval(ticking); 'end'"],
    ])) as [RunNotebook, RunNotebook, RunNotebook, RunNotebook];
    assert.deepEqual([last.error, evalues(last.outputs[0]!)], ["Error", ["late"]]);
    assert.deepEqual([earlier.error, evalues(earlier.outputs[0]!)], ["Error", ["late"]]);
    assert.deepEqual([long.error, evalues(long.outputs[1]!)], ["Error", ["late"]]);
    assert.match(long.outputs[1]!.at(-1)!.traceback!.join("\n"), /^Cell \[1\] failed after its end:\n/);
    assert.equal(none.error, null);
  });

  test("by nbconvert exits with an error, and keeps what --allow-errors lets pass", async () => {
    const cells = [late(200), "'next'"];
    const failed = await convert(cells);
    assert.equal(failed.code, 1);
    assert.match(failed.stderr, /Error: late/);
    const { code, outputs } = await convert(cells, ["--allow-errors"]);
    assert.equal(code, 0);
    assert.deepEqual(
      outputs!.map((some) => some.map(({ output_type }) => output_type)),
      [["execute_result", "error"], ["execute_result"]],
    );
  });

  test("by nbconvert fails by work of its last cell that fails within 2 s, and does not wait for longer work", async () => {
    const cells = ["'first'", `console.log('started'); ${late(300)}`];
    const failed = await convert(cells);
    assert.equal(failed.code, 1);
    assert.match(failed.stderr, /Error: late/);
    const kept = await convert(cells, ["--allow-errors"]);
    assert.equal(kept.code, 0);
    assert.deepEqual(
      kept.outputs![1]!.map(({ output_type, evalue }) => evalue ?? output_type),
      ["stream", "execute_result", "late"],
    );
    const longer = await convert(["'first'", late(30_000)]);
    assert.equal(longer.code, 0, longer.stderr);
    assert.deepEqual(
      longer.outputs![1]!.map(({ output_type }) => output_type),
      ["execute_result"],
    );
  });
});
