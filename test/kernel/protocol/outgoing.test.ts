// Messages that the kernel sends: valid JSON of their forms, or an error of the cell. The kernel survives any value.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import type { Message } from "../../../src/kernel/protocol/messages.js";
import { kernelOfTests } from "../../support/kernel.js";
import { notBuilt, ourKernel, printed, resultOf, shown } from "../../support/kernelClient.js";
import { noJupyter, python, root, run } from "../../support/venv.js";

/** Declares `showing(bundle)`, an object with this MIME bundle, and `host`. */
const helpers = `// @ts-nocheck
  var showing = (bundle) => ({ [Symbol.for("Jupyter.display")]: () => bundle });
  var host = globalThis[Symbol.for("jupyter.kernel")];`;

/** Outputs as nbformat 4.5 accepts them: JSON types hold any value, others a string or a list of strings. */
function assertValid({ header: { msg_type: type }, content }: Message): void {
  if (type === "error") {
    assert.equal(typeof content.ename, "string");
    assert.equal(typeof content.evalue, "string");
    assert.ok((content.traceback as unknown[]).every((line) => typeof line === "string"));
  } else if (/^(update_)?display_data$|^execute_result$/.test(type)) {
    assert.ok(typeof content.metadata === "object" && !Array.isArray(content.metadata));
    for (const [mime, data] of Object.entries(content.data as object)) {
      const lines = Array.isArray(data) ? data : [data];
      if (!/^application\/(.*\+)?json$/.test(mime))
        assert.ok(
          lines.every((line) => typeof line === "string"),
          `${mime}: ${JSON.stringify(data)}`,
        );
    }
  }
}

describe("a value that cannot be sent", { skip: notBuilt }, () => {
  const kernel = kernelOfTests({ folder: join(root, "test", "support") });
  const failure = async (code: string) => {
    const { reply, published } = await kernel().execute(`${helpers}\n${code}`);
    assert.equal(reply.status, "error", code);
    published.forEach(assertValid);
    assert.equal(await resultOf(kernel(), "6 * 7"), "42");
    return `${reply.ename}: ${reply.evalue}`;
  };

  test("is an error of the cell that names MIME type and path, and the next cell runs", async () => {
    const year = "application/json.rows[3].year";
    const cases: Record<string, string> = {
      "() => 1": `${year}: expected a JSON value, found a function`,
      "Promise.resolve(1)": `${year}: expected a JSON value, found a Promise`,
      "Symbol('s')": `${year}: expected a JSON value, found a symbol`,
      "new Proxy({}, { ownKeys() { throw new Error('shut') } })": `${year}: expected a value that can be read, found an error: Error: shut`,
      "({ toJSON: () => () => 1 })": `${year}: expected a JSON value, found a function`,
      globalThis: year,
    };
    for (const [value, message] of Object.entries(cases)) {
      const bundle = `{ "application/json": { rows: [1, 2, 3, { year: ${value} }] } }`;
      const shownBy = [
        `showing(${bundle})`,
        `await display(showing(${bundle}))`,
        `host.display({ data: ${bundle} })`,
      ];
      for (const code of shownBy) assert.ok((await failure(code)).startsWith(`JsonError: ${message}`), code);
    }
  });

  test("is an error when the bundle or its metadata has not the form of a MIME bundle", async () => {
    assert.match(
      await failure(`showing("<b>1</b>")`),
      /expected an object of data by MIME type.*, found "<b>1<\/b>"; /,
    );
    assert.match(await failure("showing([1])"), /found an array; /);
    assert.match(
      await failure(`showing({ "text/html": 5 })`),
      /^JsonError: text\/html: expected a string or a list of strings, found 5; /,
    );
    assert.match(
      await failure(`var loop = {}; loop.a = { loop }; host.display({ data: {}, metadata: loop })`),
      /^JsonError: metadata\.a\.loop: expected a value without cycles/,
    );
    assert.match(
      await failure("host.display({ data: {}, metadata: [1] })"),
      /^JsonError: metadata: expected an object, found an array/,
    );
    assert.match(
      await failure("host.display({ data: {}, transient: { display_id: 5 } })"),
      /^JsonError: transient\.display_id: expected a string, found 5/,
    );
    assert.match(await failure("await page(showing(5))"), /found 5; /);
  });

  test("is thrown by send, openComm and close of a comm, which can be used further", async () => {
    assert.match(
      await failure("var comm = host.openComm('t', {}); comm.send({ a: () => 1 })"),
      /^JsonError: data\.a: expected a JSON value, found a function/,
    );
    assert.match(await failure("comm.send([1])"), /^JsonError: data: expected an object, found an array/);
    assert.match(
      await failure("comm.send({}, { buffers: ['text'] })"),
      /^JsonError: buffers\[0\]: expected a typed array or an ArrayBuffer, found "text"/,
    );
    assert.match(await failure("comm.send({}, { metadata: { a: Symbol() } })"), /^JsonError: metadata\.a: /);
    assert.match(await failure("comm.close({ a: () => 1 })"), /^JsonError: data\.a: /);
    assert.match(
      await failure("host.openComm('t', { id: 'kept', data: { a: () => 1 } })"),
      /^JsonError: data\.a: /,
    );
    assert.match(await failure("host.openComm(5)"), /^JsonError: target_name: expected a string, found 5/);
    const { reply } = await kernel().request("comm_info_request", { target_name: "t" });
    assert.equal(Object.keys(reply.comms as object).length, 1, "a comm that failed to open is not open");
    const { published } = await kernel().execute(`// @ts-nocheck
      comm.send({ a: 1n }); comm.close()`);
    const sent = published.filter(({ header }) => header.msg_type.startsWith("comm_"));
    assert.deepEqual(
      sent.map(({ header, content }) => [header.msg_type, content.data]),
      [
        ["comm_msg", { a: 1 }],
        ["comm_close", {}],
      ],
    );
  });

  test("is an error of a widget where it is set, and the widget keeps its value", async () => {
    const counter = `import { AnyWidget } from "typescript-lab/widget";
      var counter = new AnyWidget({ name: "Counter", esm: "export default {}", state: { list: [1], any: null } });`;
    await kernel().execute(`// @ts-nocheck\n${counter}`);
    assert.match(
      await failure("counter.list = [1, () => 1]"),
      /^JsonError: Counter\.list\[1\]: expected a JSON value, found a function/,
    );
    assert.match(
      await failure("var loop = []; loop.push(loop); counter.any = { loop }"),
      /^JsonError: Counter\.any\.loop\S*: expected a value without cycles/,
    );
    assert.equal(await resultOf(kernel(), "// @ts-nocheck\ncounter.list"), "[ 1 ]");
  });

  test("is an error of a question whose prompt has no text, and another prompt becomes text", async () => {
    assert.match(
      await failure("await input({ toString: null })"),
      /^JsonError: input: expected a string as prompt, found an object/,
    );
    kernel().onInput(({ content }) => String(content.prompt));
    assert.equal(await resultOf(kernel(), "await input(5n as any)"), "'5'");
    assert.equal(await resultOf(kernel(), "await input('a\\ud800')"), "'a\ufffd'");
  });

  test("is sent in its usual form: BigInt, Map, Set, Date, typed arrays, lone surrogates", async () => {
    const { published } = await kernel().execute(`${helpers}
      showing({ "application/json": { a: 1n, big: 2n ** 64n, map: new Map([["k", new Set([1])]]), at: new Date(0), list: new Float32Array([1.5, NaN]), text: "a\\ud800" } })`);
    assert.deepEqual(shown(published)!["application/json"] as unknown, {
      a: 1,
      big: "18446744073709551616",
      map: { k: [1] },
      at: "1970-01-01T00:00:00.000Z",
      list: [1.5, null],
      text: "a\ufffd",
    });
  });

  test("is cut with a note when it is a text of 512 MB, or the message of an error of 10 MB", async () => {
    const text = await resultOf(kernel(), "'x'.repeat(2 ** 29 - 24)");
    assert.match(String(text), /^'x{10000}'\.\.\. 536860888 more characters$/);
    const { reply } = await kernel().execute("throw new Error('x'.repeat(1e7))");
    assert.match(String(reply.evalue), /^x{100000}… \(9900000 more characters\)$/);
    assert.equal(await resultOf(kernel(), "1 + 1"), "2");
  });

  test("is cut with a note when it is thrown, a text of 512 MB or an error with a message of 300 MB", async () => {
    // The error itself has one byte for each character. Copies in UTF-16 or JSON would have several.
    const memory = "Math.round(process.resourceUsage().maxRSS / 1e3)";
    const before = Number(await resultOf(kernel(), memory));
    const thrown: Record<string, RegExp> = {
      "throw 'x'.repeat(2 ** 29 - 24);": /^'x{10000}'\.\.\. 536860888 more characters$/,
      "throw new Error('x'.repeat(3e8));": /^x{100000}… \(299900000 more characters\)$/,
      "await null; throw new Error('x'.repeat(3e8));": /^x{100000}…/,
      "void Promise.reject(new Error('x'.repeat(3e8)));": /^x{100000}…/,
      "setTimeout(() => { throw 'x'.repeat(3e8) });": /^'x{10000}'\.\.\. 299990000 more characters$/,
      "throw new Error('outer', { cause: new Error('x'.repeat(3e8)) });": /^outer$/,
      "throw { stack: 'x'.repeat(3e8), message: 'y'.repeat(3e8) };": /^y{100000}…/,
    };
    for (const [code, evalue] of Object.entries(thrown)) {
      const { reply } = await kernel().execute(code);
      assert.match(String(reply.evalue), evalue, code);
    }
    const { published } = await kernel().execute("console.error(new Error('x'.repeat(3e8)));");
    assert.match(printed(published, "stderr"), /^Error: x{100000}… .299900000 more characters.\n {4}at Cell/);
    const used = Number(await resultOf(kernel(), memory)) - before;
    assert.ok(used < 1500, `${used} MB`);
  });

  test("neither ends nor blocks the kernel, for 700 messages with values of any kind", async () => {
    const rounds = 100;
    const { reply, published } = await kernel().execute(`${helpers}
      import { hostileBundle, hostileValue, randomOf } from "./hostileValues";
      import { AnyWidget } from "typescript-lab/widget";
      const random = randomOf(17);
      const comm = host.openComm("fuzz");
      const widget = new AnyWidget({ name: "Fuzz", esm: "export default {}", state: { value: null } });
      const handle = await display("start");
      const attempts = [
        () => display(showing(hostileBundle(random))),
        () => host.display({ data: hostileBundle(random), metadata: hostileValue(random), transient: hostileValue(random) }),
        () => handle.update(showing(hostileBundle(random))),
        () => comm.send(hostileValue(random), { metadata: hostileValue(random), buffers: hostileValue(random) }),
        () => page(showing(hostileBundle(random))),
        () => { widget.value = hostileValue(random); },
        () => host.openComm(hostileValue(random), { data: hostileValue(random) }),
      ];
      let failed = 0;
      for (let i = 0; i < ${rounds}; i++)
        for (const attempt of attempts) try { await attempt() } catch { failed++ }
      failed`);
    assert.equal(reply.status, "ok", String(reply.traceback));
    const failed = Number(shown(published)!["text/plain"]);
    assert.ok(failed > rounds && failed < 6 * rounds, `${failed} attempts failed`);
    published.forEach(assertValid);
    assert.equal(await resultOf(kernel(), "1 + 1"), "2");
  });

  test("neither ends nor blocks the kernel as the value of a cell, in 60 cells", async () => {
    await kernel().execute(`${helpers}
      import { hostileBundle, hostileValue, randomOf } from "./hostileValues";
      var random = randomOf(18);`);
    for (let i = 0; i < 60; i++) {
      const code = i % 2 ? "showing(hostileBundle(random))" : "hostileValue(random)";
      const { reply, published } = await kernel().execute(`// @ts-nocheck\n${code}`);
      assert.ok(reply.status === "ok" || reply.status === "error");
      published.forEach(assertValid);
    }
    assert.equal(await resultOf(kernel(), "1 + 2"), "3");
  });
});

describe("a notebook that nbconvert executes", { skip: notBuilt || noJupyter }, () => {
  const folder = mkdtempSync(join(tmpdir(), "outgoing-"));
  after(() => rmSync(folder, { recursive: true }));

  test("is valid whatever its cells show", async () => {
    const shows = [
      "'<b>'",
      "[1]",
      "{ 'text/html': 5 }",
      "{ 'application/json': { a: 1n, deep: deep(195) } }",
      "{ 'text/plain': 'a\\ud800', 'image/png': new Uint8Array(3) }",
      "{ 'application/json': () => 1 }",
      "{ 'text/plain': ['a', 'b'] }",
    ];
    const cells = shows.map((bundle, i) => ({
      cell_type: "code",
      id: `cell-${i}`,
      metadata: { tags: ["raises-exception"] },
      outputs: [],
      execution_count: null,
      source: `// @ts-nocheck
var deep = (n) => (n ? [deep(n - 1)] : 1);
display({ [Symbol.for("Jupyter.display")]: () => (${bundle}) }); 0`,
    }));
    const kernelspec = { name: "under-test", display_name: "TypeScript", language: "typescript" };
    const specFolder = join(folder, "kernels", kernelspec.name);
    mkdirSync(specFolder, { recursive: true });
    const spec = { argv: ourKernel, display_name: "TypeScript", language: "typescript" };
    writeFileSync(join(specFolder, "kernel.json"), JSON.stringify(spec));
    const env = { ...process.env, JUPYTER_PATH: folder };
    const notebook = { cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 };
    const file = join(folder, "notebook.ipynb");
    writeFileSync(file, JSON.stringify(notebook));
    const executed = await run(
      python,
      ["-m", "nbconvert", "--to", "notebook", "--execute", "--inplace", file],
      { cwd: root, env },
    );
    assert.equal(executed.code, 0, executed.stderr);
    const validated = await run(python, [
      "-c",
      "import sys, nbformat; nbformat.validate(nbformat.read(sys.argv[1], 4))",
      file,
    ]);
    assert.equal(validated.code, 0, validated.stderr);
    const outputs = (
      JSON.parse(readFileSync(file, "utf8")) as { cells: { outputs: { output_type: string }[] }[] }
    ).cells.map((cell) => cell.outputs[0]!.output_type);
    assert.deepEqual(outputs, [
      "error",
      "error",
      "error",
      "display_data",
      "display_data",
      "error",
      "display_data",
    ]);
  });
});

describe("a toJSON that a cell gives to all objects or lists", { skip: notBuilt }, () => {
  const kernel = kernelOfTests();

  test("leaves the kernel's messages as they are, and works in the cell", async () => {
    for (const type of ["Object", "Array"]) {
      const method = `(${type}.prototype as any).toJSON`;
      const text = await resultOf(
        kernel(),
        `${method} = () => "changed"; const text = JSON.stringify([{}]); delete ${method}; text`,
      );
      assert.match(text!, /changed/);
      const { reply, published } = await kernel().execute(
        `${method} = () => "changed"; display([1]); queueMicrotask(() => { delete ${method} }); throw new Error("of the cell")`,
      );
      assert.equal(reply.evalue, "of the cell");
      published.forEach(assertValid);
    }
    await resultOf(kernel(), `(Array.prototype as any).toJSON = () => "changed"; 0`);
    const { reply, published } = await kernel().execute("display([1]); throw new Error('later')");
    assert.equal(reply.evalue, "later");
    published.forEach(assertValid);
    assert.ok(Array.isArray(reply.traceback));
  });

  test("ends no cell without a reply if it throws", async () => {
    const code = `(Object.prototype as any).toJSON = () => { throw new Error("broken") }; 0`;
    assert.match(String((await kernel().execute(code)).reply.status), /^(?:ok|error)$/);
    assert.match(String((await kernel().execute("1")).reply.status), /^(?:ok|error)$/);
  });
});
