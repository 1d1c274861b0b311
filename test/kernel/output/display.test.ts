// `display(value)` keeps its place among the outputs of the cell without an `await`.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import type { Message } from "../../../src/kernel/protocol/messages.js";
import { kernelOfTests } from "../../support/kernel.js";
import { notBuilt, resultOf } from "../../support/kernelClient.js";
import { noJupyter, python, root, run } from "../../support/venv.js";

/** Declares `slow(text, ms)`, which makes its MIME bundle later, and `broken(text, ms)`, which throws. */
const helpers = `
  const slow = (text: string, ms = 30) => ({
    [Symbol.for("Jupyter.display")]: () => new Promise((done) => setTimeout(done, ms, { "text/plain": text })),
  });
  const broken = (text: string, ms = 20) => ({
    async [Symbol.for("Jupyter.display")]() {
      if (ms > 0) await new Promise((done) => setTimeout(done, ms));
      throw new TypeError(text);
    },
  });`;

/** Returns type and content of each output in the order of publication. */
function outputs(published: readonly Message[]): string[] {
  return published
    .filter(({ header }) => header.msg_type !== "execute_input" && !header.msg_type.startsWith("comm_"))
    .map(({ header: { msg_type: type }, content }) => {
      if (type === "stream") return `${content.name} ${String(content.text).trim()}`;
      if (type === "error") return `error ${content.evalue}`;
      if (type === "status" || type === "clear_output") return type;
      return `${type} ${(content.data as Record<string, string>)["text/plain"]}`;
    });
}

describe("display without await", { skip: notBuilt }, () => {
  const kernel = kernelOfTests();
  const outputsIn = async (code: string) => {
    const { id, reply, published } = await kernel().execute(`{ ${helpers}\n${code} }`);
    const last = kernel().of(id).at(-1)!;
    assert.equal(last.content.execution_state, "idle", "idle is the last message");
    return { reply, outputs: outputs(published) };
  };

  test("keeps its place before text, displays, updates and the cell's value that are made after it", async () => {
    const { outputs: made } = await outputsIn(`
      console.log("before");
      display(slow("slow"));
      console.log("after"); console.error("warning");
      display("fast");
      display(slow("also slow", 5));
      process.stdout.write("last");`);
    assert.deepEqual(made, [
      "stdout before",
      "display_data slow",
      "stdout after",
      "stderr warning",
      "display_data 'fast'",
      "display_data also slow",
      "stdout last",
    ]);
    const { published } = await kernel().execute(`${helpers} display(slow("shown")); "value"`);
    assert.deepEqual(outputs(published), ["display_data shown", "execute_result 'value'"]);
  });

  test("keeps its place before clear_output and before the error that ends the cell", async () => {
    const { reply, outputs: made } = await outputsIn(`
      display(slow("cleared")); clearOutput(); display(slow("kept"));
      throw new Error("the end");`);
    assert.deepEqual(made, ["display_data cleared", "clear_output", "display_data kept", "error the end"]);
    assert.equal(reply.status, "error");
  });

  test("is shown at once when its MIME bundle is no promise, also before a loop that computes", async () => {
    const id = await kernel().submit(
      "display(1); const until = Date.now() + 700; while (Date.now() < until);",
    );
    await kernel().until(() => outputs(kernel().of(id)).includes("display_data 1"));
    assert.equal(kernel().isIdleAfter(id), false);
    await kernel().answerTo(id);
  });

  test("puts what the display method itself prints and displays before it", async () => {
    const { outputs: made } = await outputsIn(`
      display({ async [Symbol.for("Jupyter.display")]() {
        console.log("inside");
        await display(slow("inner"));
        console.log("inside again");
        return { "text/plain": "outer" };
      } });
      console.log("after");`);
    assert.deepEqual(made, [
      "stdout inside",
      "display_data inner",
      "stdout inside again",
      "display_data outer",
      "stdout after",
    ]);
  });

  test("opens a widget's comm before the display that shows it", async () => {
    const { published } = await kernel().execute(`
      import { AnyWidget } from "typescript-lab/widget";
      display({ async [Symbol.for("Jupyter.display")]() {
        await null;
        return new AnyWidget({ name: "Late", esm: "export default {}", state: {} }).mimeBundle();
      } });`);
    const types = published.map(({ header }) => header.msg_type);
    assert.ok(types.indexOf("comm_open") < types.indexOf("display_data"), types.join());
  });

  test("is an error output at its place when the display method throws, and the cell fails when it has ended", async () => {
    for (const ms of [20, 0]) {
      const { reply, outputs: made } = await outputsIn(`
        console.log("before"); display(broken("no picture", ${ms})); display(slow("next")); console.log("after");`);
      assert.deepEqual(made, ["stdout before", "error no picture", "display_data next", "stdout after"]);
      assert.deepEqual([reply.status, reply.evalue], ["error", "no picture"]);
    }
  });

  test("throws the error of the display method where it is awaited, and shows it once", async () => {
    const ended = await outputsIn(`await display(broken("no picture")); console.log("never");`);
    assert.deepEqual(ended.outputs, ["error no picture"]);
    assert.deepEqual([ended.reply.status, ended.reply.ename], ["error", "TypeError"]);
    const caught = await outputsIn(
      `try { await display(broken("handled")) } catch { console.log("caught") }`,
    );
    assert.deepEqual(caught.outputs, ["error handled", "stdout caught"]);
    assert.equal(caught.reply.status, "ok");
  });

  test("resolves to a handle whose updates keep their places, too", async () => {
    const { outputs: made } = await outputsIn(`
      const handle = await display(slow("one"));
      handle.update(slow("two"));
      console.log("after");`);
    assert.deepEqual(made, ["display_data one", "update_display_data two", "stdout after"]);
  });

  test("has a handle at once, whose updates follow a display that takes time", async () => {
    const { published } = await kernel().execute(
      `{ ${helpers}\n const shown = display(slow("one")); shown.update("two"); console.log("x"); void 0; }\n` +
        'display("three").update("four")',
    );
    assert.equal(await resultOf(kernel(), "page('help')"), undefined);
    assert.deepEqual(outputs(published), [
      "display_data one",
      "update_display_data 'two'",
      "stdout x",
      "display_data 'three'",
      "update_display_data 'four'",
    ]);
  });

  test("of a timer keeps its place under its cell and does not hold back another cell", async () => {
    const { id } = await kernel().execute(`{ ${helpers}
      setTimeout(() => { display(slow("late", 150)); console.log("behind"); }, 20); }`);
    await new Promise((resolve) => setTimeout(resolve, 60));
    const other = await kernel().execute("console.log('meanwhile')");
    assert.deepEqual(outputs(other.published), ["stdout meanwhile"]);
    assert.deepEqual(outputs(kernel().of(id).filter(isOutput)), [], "the timer's text waits for its display");
    await kernel().until(() => outputs(kernel().of(id).filter(isOutput)).length === 2);
    assert.deepEqual(outputs(kernel().of(id).filter(isOutput)), ["display_data late", "stdout behind"]);
  });

  test("that is never made ends with an interrupt, which shows what it held back", async () => {
    const id = await kernel().submit(`{ ${helpers}
      display({ [Symbol.for("Jupyter.display")]: () => new Promise(() => {}) });
      console.log("held back"); }`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await kernel().interrupt();
    const { reply, published } = await kernel().answerTo(id);
    assert.equal(reply.ename, "KeyboardInterrupt");
    assert.deepEqual(outputs(published), ["stdout held back", "error "]);
    assert.deepEqual(outputs((await kernel().execute("console.log('next')")).published), ["stdout next"]);
  });

  test("keeps its place among captured outputs", async () => {
    const { published } = await kernel().execute(`{ ${helpers}
      const taken: string[] = [];
      const host = (globalThis as any)[Symbol.for("jupyter.kernel")];
      host.capture((output: { output_type: string }) => taken.push(output.output_type), () => {
        console.log("one"); display(slow("two")); clearOutput(); display(broken("three"));
      });
      setTimeout(() => console.log(taken.join()), 120);
      await new Promise((done) => setTimeout(done, 150)); }`);
    assert.deepEqual(outputs(published), ["stdout stream,display_data,clear_output,error"]);
  });

  const folder = mkdtempSync(join(tmpdir(), "display-"));
  after(() => rmSync(folder, { recursive: true }));

  test("keeps its place in a notebook that nbconvert executes", { skip: noJupyter }, async () => {
    const source = `{ ${helpers}\nconsole.log("a"); display(slow("b", 200)); console.log("c"); display(broken("d")); display("e"); }`;
    const notebook = {
      cells: [{ cell_type: "code", id: "one", metadata: {}, outputs: [], execution_count: null, source }],
      metadata: {
        kernelspec: { name: "typescript-lab", display_name: "TypeScript", language: "typescript" },
      },
      nbformat: 4,
      nbformat_minor: 5,
    };
    const file = join(folder, "notebook.ipynb");
    writeFileSync(file, JSON.stringify(notebook));
    const args = ["-m", "nbconvert", "--to", "notebook", "--execute", "--allow-errors", "--inplace", file];
    const { code, stderr } = await run(python, args, { cwd: root });
    assert.equal(code, 0, stderr);
    const executed = JSON.parse(readFileSync(file, "utf8")) as typeof notebook & {
      cells: { outputs: { output_type: string }[] }[];
    };
    assert.deepEqual(
      executed.cells[0]!.outputs.map(({ output_type }) => output_type),
      ["stream", "display_data", "stream", "error", "display_data"],
    );
  });
});

function isOutput({ header }: Message): boolean {
  return header.msg_type !== "status";
}
