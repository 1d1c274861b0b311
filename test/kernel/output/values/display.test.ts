// Values of cells in a running kernel, and the console.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { kernelOfTests } from "../../../support/kernel.js";
import { KernelClient, notBuilt, printed, resultOf, shown } from "../../../support/kernelClient.js";

/** Cells whose value is a resource, and the value's text. */
const resources: Record<string, RegExp> = {
  'import net from "node:net"; const server = net.createServer().listen(0, "127.0.0.1"); await new Promise((go) => server.once("listening", go)); server':
    /^Server \{ listening: true, address: '127\.0\.0\.1:\d+' \}$/,
  'import http from "node:http"; http.createServer()': /^Server \{ listening: false \}$/,
  'net.connect((server.address() as net.AddressInfo).port).on("error", () => {})':
    /^Socket \{ readyState: 'opening' \}$/,
  'http.get("http://host.invalid/a").on("error", () => {})':
    /^ClientRequest \{ method: 'GET', url: 'http:\/\/host\.invalid\/a' \}$/,
  'import { spawn } from "node:child_process"; spawn("sleep", ["0"])':
    /^ChildProcess \{ command: 'sleep 0', pid: \d+, exitCode: null \}$/,
  "const timer = setTimeout(() => {}, 1000); timer": /^Timeout \{ pending: true, after: 1000 \}$/,
  "clearTimeout(timer); timer": /^Timeout \{ pending: false \}$/,
  "[setInterval(() => {}, 5000).unref(), setImmediate(() => {})]":
    /^\[ Timeout \{ pending: true, every: 5000 \}, Immediate \{ pending: true \} \]$/,
  'import { AsyncLocalStorage, AsyncResource } from "node:async_hooks"; new AsyncLocalStorage()':
    /^AsyncLocalStorage \{\}$/,
  'new AsyncResource("mine")': /^AsyncResource \{\}$/,
  'import { MessageChannel, Worker } from "node:worker_threads"; new Worker("", { eval: true })':
    /^Worker \{ threadId: \d+ \}$/,
  "new MessageChannel()": /^MessageChannel \{\}$/,
  'import { PassThrough } from "node:stream"; new PassThrough()':
    /^PassThrough \{ readable: true, writable: true \}$/,
  'import fs from "node:fs"; fs.createReadStream(__dirname).on("error", () => {})':
    /^ReadStream \{ path: .*, readable: true \}$/,
  'const handle = await fs.promises.open("/dev/null"); handle': /^FileHandle \{\}$/,
  'await handle.close(); import { EventEmitter } from "node:events"; new EventEmitter().on("x", () => {})':
    /^EventEmitter \{\}$/,
  "class Store extends EventEmitter { items = [1]; label = 'a' } new Store()":
    /^Store \{ items: \[ 1 \], label: 'a' \}$/,
  'import * as tf from "@tensorflow/tfjs-core"; import "@tensorflow/tfjs-backend-cpu"; tf.zeros([2, 3])':
    /^Tensor \{ shape: \[ 2, 3 \], dtype: 'float32' \}$/,
  "({ weight: tf.variable(tf.zeros([1]), true, 'w') })":
    /^\{ weight: Variable \{ name: 'w', shape: \[ 1 \], dtype: 'float32', trainable: true \} \}$/,
  process: /^process \{ pid: \d+, .*\}$/,
  "({ server, list: [handle] })": /^\{ server: Server \{.*\}, list: \[ FileHandle \{\} \] \}$/,
};

describe("the value of a cell", { skip: notBuilt }, () => {
  const kernel = kernelOfTests();

  test("that holds a resource is a line, also inside another value", async () => {
    for (const [cell, line] of Object.entries(resources))
      assert.match(String(await resultOf(kernel(), cell)).replace(/\n */g, " "), line, cell);
    await kernel().execute("server.close()");
  });

  test("shows nothing of the kernel in objects that belong to a request", async () => {
    const text = await resultOf(
      kernel(),
      "[Promise.resolve(1), new (class Mine extends AsyncResource {})('x'), setTimeout(() => {}, 1)]",
    );
    assert.doesNotMatch(String(text), /kResourceStore|Running|OutputSequence|msg_id/);
  });

  test("shows no state of the kernel in what console.dir and util.inspect print of a timer", async () => {
    const { published } = await kernel().execute(
      "const alive = setTimeout(() => {}, 0); console.dir(alive, { depth: null }); console.log(require('node:util').inspect(alive, { depth: 9 }))",
    );
    assert.match(printed(published), /_idleTimeout: 1/);
    assert.doesNotMatch(printed(published), /msg_id|username|isAbandoned|execute_request/);
  });

  test("is a table with a text for an array of records, also when it is displayed", async () => {
    const { published } = await kernel().execute("const rows = [{ a: 1 }, { a: 2 }]; display(rows); rows");
    for (const type of ["display_data", "execute_result"]) {
      const data = shown(published, type)!;
      assert.equal(data["text/plain"], "[ { a: 1 }, { a: 2 } ]");
      assert.match(data["text/html"]!, /^<table class="dataframe">/);
    }
  });

  test("is printed by the console with resources as one line, and whole by console.dir", async () => {
    const { published } = await kernel().execute(
      "console.log('timer', [timer], Object.fromEntries(Array.from({ length: 150 }, (_, i) => ['k' + i, i]))); console.info(timer)",
    );
    const text = printed(published);
    assert.match(
      text,
      /^timer \[ Timeout \{ pending: false \} \] \{\n {2}k0: 0,[\s\S]*k149: 149\n\}\nTimeout \{ pending: false \}\n$/,
    );
    assert.match(
      printed((await kernel().execute("console.dir(process.stdout)")).published).slice(0, 50),
      /\{/,
    );
  });

  test("is printed by console.table as a text that resources do not break", async () => {
    const { published } = await kernel().execute("console.table([{ a: 1, b: timer }])");
    assert.match(printed(published), /│ 0 +│ 1 +│ Timeout \{ pending: false \} +│/);
  });
});

describe("colors", { skip: notBuilt }, () => {
  const kernel = kernelOfTests({
    env: { NO_COLOR: "", FORCE_COLOR: undefined, NODE_DISABLE_COLORS: undefined },
  });

  test("are those of Node's REPL in values and in the console", async () => {
    assert.equal(await resultOf(kernel(), "[1, 'a']"), "[ \x1b[33m1\x1b[39m, \x1b[32m'a'\x1b[39m ]");
    const { published } = await kernel().execute("console.log('n', 1, { a: null }); console.debug(true)");
    assert.equal(
      printed(published),
      "n \x1b[33m1\x1b[39m { a: \x1b[1mnull\x1b[22m }\n\x1b[33mtrue\x1b[39m\n",
    );
  });

  test("are not in strings that a cell makes itself, nor in the values of user expressions", async () => {
    const { published, reply } = await kernel().execute(
      "console.log(String([1]), require('node:util').inspect([1]))",
      { user_expressions: { n: "[1]" } },
    );
    assert.equal(printed(published), "1 [ 1 ]\n");
    const { n } = reply.user_expressions as Record<string, { data: Record<string, string> }>;
    assert.equal(n!.data["text/plain"], "[ 1 ]");
  });

  test("are in errors, too, and nowhere under NO_COLOR", async () => {
    const code = "setTimeout(() => { throw new Error('late') }, 300); throw new TypeError('wanted')";
    const { reply } = await kernel().execute(code);
    assert.ok(String(reply.traceback).includes("\x1b[31mTypeError: wanted"), String(reply.traceback));
    const plain = await KernelClient.start({ env: { NO_COLOR: "1", FORCE_COLOR: undefined } });
    try {
      for (const cell of [
        code,
        "const n: number = 'x'",
        "let = ;",
        "display({ get [Symbol.for('Jupyter.display')]() { throw 1 } })",
      ])
        await plain.execute(cell);
      await plain.until(() => /late/.test(JSON.stringify(plain.published)));
      assert.doesNotMatch(JSON.stringify(plain.published), /u001b/);
    } finally {
      await plain.close();
    }
  });
});
