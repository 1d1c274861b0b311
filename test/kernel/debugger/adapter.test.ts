// The debugger as a front end speaks with it: breakpoints by a cell's code, steps, what is in scope where it stops.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import type { JsonObject } from "../../../src/kernel/protocol/messages.js";
import {
  KernelClient as Client,
  type KernelClient,
  notBuilt,
  printed,
  resultOf,
} from "../../support/kernelClient.js";

interface StackFrame {
  id: number;
  name: string;
  line: number;
  source: { path: string };
}
interface Variable {
  name: string;
  value: string;
  variablesReference: number;
}

const cell = `interface Tile { size: number }
enum Kind { Port = 4 }

function area(tile: Tile, kind: Kind = Kind.Port): number {
  const side: number = tile.size;
  // squared
  return side * side + kind;
}
const tiles: Tile[] = [{ size: 2 }, { size: 3 }];
let total = 0;
for (const tile of tiles) {
  total += area(tile);
}
await Promise.resolve();
total`;

describe("the debugger", { skip: notBuilt }, () => {
  let kernel: KernelClient;
  let seen: number;
  beforeEach(async () => {
    kernel = await Client.start();
    seen = 0;
  });
  afterEach(() => kernel.close());

  const ask = async (command: string, given: JsonObject = {}) => {
    const content = { type: "request", seq: 1, command, arguments: given };
    const { reply } = await kernel.request("debug_request", content, "control");
    assert.equal(reply.success, true, String(reply.message));
    return reply.body as never;
  };
  /** The next event, other than those of going on. */
  const event = async (name: string): Promise<{ reason?: string; text?: string }> => {
    const events = () =>
      kernel.published.filter(
        ({ header, content }) => header.msg_type === "debug_event" && content.event === name,
      );
    await kernel.until(() => events().length > seen);
    const { body } = events()[seen]!.content;
    seen += 1;
    return body as JsonObject;
  };
  const frames = async () =>
    ((await ask("stackTrace", { threadId: 1 })) as { stackFrames: StackFrame[] }).stackFrames;
  const variables = async (variablesReference: number) =>
    ((await ask("variables", { variablesReference })) as { variables: Variable[] }).variables;
  const scopes = async (frameId: number) => {
    const found = (
      (await ask("scopes", { frameId })) as { scopes: { name: string; variablesReference: number }[] }
    ).scopes;
    const all = await Promise.all(
      found.map(async ({ name, variablesReference }) => [name, await variables(variablesReference)] as const),
    );
    return new Map(all);
  };
  const start = async (code: string, lines: number[]) => {
    await ask("initialize");
    await ask("attach");
    const { sourcePath: path } = (await ask("dumpCell", { code })) as { sourcePath: string };
    const set = (await ask("setBreakpoints", {
      source: { path },
      breakpoints: lines.map((line) => ({ line })),
    })) as { breakpoints: { line: number; verified: boolean }[] };
    await ask("configurationDone");
    return { path, lines: set.breakpoints.map(({ line }) => line) };
  };

  test("stops at a breakpoint, shows frames and what is in scope, and goes on", async () => {
    const { path, lines } = await start(cell, [6]);
    assert.deepEqual(lines, [7], "a comment has nothing to stop at");
    const run = await kernel.submit(cell);
    assert.equal((await event("stopped")).reason, "breakpoint");
    const [inner, outer, ...others] = await frames();
    assert.deepEqual([inner!.name, inner!.line, inner!.source.path], ["area", 7, path]);
    assert.deepEqual([outer!.line, outer!.source.path, others], [12, path, []]);
    const inScope = await scopes(inner!.id);
    const locals = inScope.get("Locals")!;
    assert.deepEqual(
      locals.map(({ name, value }) => [name, value]),
      [
        ["tile", "{size: 2}"],
        ["kind", "4"],
        ["side", "2"],
      ],
    );
    assert.deepEqual(
      (await variables(locals[0]!.variablesReference)).map(({ name, value }) => [name, value]),
      [["size", "2"]],
    );
    const total = inScope.get("Notebook")!.find(({ name }) => name === "total");
    assert.equal(total?.value, "0");
    assert.ok(!kernel.isIdleAfter(run));

    await ask("continue", { threadId: 1 });
    await event("stopped");
    assert.equal(
      ((await ask("evaluate", { expression: "(side as number) * 10" })) as { result: string }).result,
      "30",
    );
    await ask("continue", { threadId: 1 });
    const { reply } = await kernel.answerTo(run);
    assert.equal(reply.status, "ok");
    assert.equal(await resultOf(kernel, "total"), "21");
  });

  test("steps over, into and out of the person's own code only", async () => {
    await start(cell, [9]);
    const run = await kernel.submit(cell);
    const stoppedAt = async () => {
      await event("stopped");
      return (await frames())[0]!;
    };
    assert.equal((await stoppedAt()).line, 9);
    const step = async (command: string) => {
      await ask(command, { threadId: 1 });
      return stoppedAt();
    };
    while ((await step("next")).line < 12);
    assert.equal((await step("stepIn")).name, "area");
    assert.ok([11, 12].includes((await step("stepOut")).line), "in the loop that called it");
    let { line } = await step("next");
    while (line < 14) ({ line } = await step("next"));
    assert.equal(line, 14);
    while (line === 14) ({ line } = await step("stepIn"));
    assert.equal(line, 15, "not in what the kernel wraps around await");
    await ask("continue", { threadId: 1 });
    assert.equal((await kernel.answerTo(run)).reply.status, "ok");
  });

  test("knows functions of cells that ran before it was started", async () => {
    const code = "function twice(x: number) {\n  return 2 * x;\n}";
    await kernel.execute(code);
    const { path } = await start(code, [2]);
    const run = await kernel.submit("twice(21)");
    await event("stopped");
    const [inner, outer] = await frames();
    assert.deepEqual([inner!.source.path, inner!.line], [path, 2]);
    assert.equal(
      ((await ask("source", { source: outer!.source })) as { content: string }).content,
      "twice(21)",
    );
    await ask("continue", { threadId: 1 });
    await kernel.answerTo(run);
  });

  test("stops in a local module, from its first line on, as in one that Node loads as it is", async () => {
    const file = join(kernel.folder, "tiles.ts");
    writeFileSync(
      file,
      "interface Tile { size: number }\n\nexport const unit: Tile = { size: 1 };\nexport function area(tile: Tile): number {\n  const side: number = tile.size;\n  return side ** 2;\n}\n",
    );
    const common = join(kernel.folder, "common.cjs");
    writeFileSync(common, "exports.half = (x) => {\n  return x / 2;\n};\n");
    await start("", []);
    for (const [path, lines] of [
      [file, [1, 6]],
      [common, [2]],
    ] as const)
      await ask("setBreakpoints", { source: { path }, breakpoints: lines.map((line) => ({ line })) });
    const run = await kernel.submit(
      "import { area, unit } from './tiles.ts';\nimport { half } from './common.cjs';\nhalf(area(unit))",
    );
    const stops: [string, number][] = [];
    for (let i = 0; i < 3; i++) {
      await event("stopped");
      const [{ source, line }] = (await frames()) as [StackFrame];
      stops.push([source.path, line]);
      if (i === 1) {
        const { modules } = (await ask("modules")) as { modules: { name: string }[] };
        assert.deepEqual(modules.map(({ name }) => name).sort(), ["common.cjs", "tiles.ts"]);
      }
      await ask("continue", { threadId: 1 });
    }
    assert.deepEqual(stops, [
      [file, 3],
      [file, 6],
      [common, 2],
    ]);
    assert.equal((await kernel.answerTo(run)).reply.status, "ok");
  });

  test("stops where something is thrown, if asked to", async () => {
    await start("", []);
    await ask("setExceptionBreakpoints", { filters: ["uncaught"] });
    const run = await kernel.submit(
      "const a = 1;\ntry { JSON.parse('{') } catch {}\nthrow new RangeError('too far');",
    );
    const { reason, text } = await event("stopped");
    assert.deepEqual([reason, text], ["exception", "RangeError: too far"]);
    assert.equal((await frames())[0]!.line, 3);
    await ask("continue", { threadId: 1 });
    assert.equal((await kernel.answerTo(run)).reply.ename, "RangeError");
  });

  test("stops at a debugger statement, while heartbeat and completion of the state go on", async () => {
    await start("", []);
    const run = await kernel.submit("console.log('before');\ndebugger;\nconsole.log('after');");
    await event("stopped");
    await kernel.until(() => printed(kernel.of(run)) === "before\n");
    assert.equal(await kernel.heartbeat("alive"), "alive");
    const info = (await ask("debugInfo")) as { isStarted: boolean; stoppedThreads: number[] };
    assert.deepEqual([info.isStarted, info.stoppedThreads], [true, [1]]);
    await ask("continue", { threadId: 1 });
    assert.equal(printed((await kernel.answerTo(run)).published), "before\nafter\n");
  });

  test("lets a cell that stands still be interrupted, and stops in the next", async () => {
    const code = "let rounds = 0;\nwhile (true) {\n  rounds++;\n}";
    await start(code, [3]);
    const run = await kernel.submit(code);
    await event("stopped");
    await kernel.interrupt();
    assert.equal((await kernel.answerTo(run)).reply.ename, "KeyboardInterrupt");
    await new Promise((resolve) => setTimeout(resolve, 1200));
    const again = await kernel.submit("debugger; 5");
    await event("stopped");
    await ask("continue", { threadId: 1 });
    assert.equal((await kernel.answerTo(again)).reply.status, "ok");
  });

  test("lists the notebook's variables, and shows one as a cell would", async () => {
    await resultOf(
      kernel,
      "const words = new Map([['port', 3]]);\nconst html = { [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>x</b>' }) };\nconst big = new Float32Array(1e6); const s = 'a\"b';",
    );
    await ask("initialize");
    const all = ((await ask("inspectVariables")) as { variables: Variable[] }).variables;
    const by = (name: string) => all.find((one) => one.name === name)!;
    assert.equal(by("words").value, 'Map(1) {"port" => 3}');
    assert.equal(by("s").value, '"a\\"b"');
    assert.ok((await variables(by("big").variablesReference)).length <= 502);
    const rich = (await ask("richInspectVariables", { variableName: "html" })) as { data: JsonObject };
    assert.deepEqual(rich.data, { "text/html": "<b>x</b>" });
  });

  const continued = () => ask("continue", { threadId: 1 });
  const stoppedAt = async () => {
    await event("stopped");
    return (await frames())[0]!;
  };

  const beginnings: [code: string, line: number, name: string][] = [
    ["let x0 = 0;\nvar two = x0 + 1;\nconsole.log(two);", 2, "two"],
    ["for (const i of [1]) {\n  var w = i;\n  w++;\n}", 2, "w"],
    ["var only = 41 + 1;", 1, "only"],
  ];
  for (const [code, line, name] of beginnings)
    test(`stops before a statement that is rewritten: ${code.split("\n")[line - 1]!.trim()}`, async () => {
      await start(code, [line]);
      const run = await kernel.submit(code);
      assert.equal((await stoppedAt()).line, line);
      assert.equal(
        ((await ask("evaluate", { expression: `typeof ${name}` })) as { result: string }).result,
        '"undefined"',
      );
      await continued();
      assert.equal((await kernel.answerTo(run)).reply.status, "ok");
    });

  test("stops before an import", async () => {
    writeFileSync(join(kernel.folder, "m.ts"), "export const a = (globalThis as any).loaded = 1;\n");
    const code = "import { a } from './m.ts';";
    await start(code, [1]);
    const run = await kernel.submit(code);
    assert.equal((await stoppedAt()).line, 1);
    const { result } = (await ask("evaluate", { expression: "typeof globalThis.loaded" })) as {
      result: string;
    };
    assert.equal(result, '"undefined"');
    await continued();
    await kernel.answerTo(run);
  });

  test("says of a line past the end that nothing stops there", async () => {
    await ask("initialize");
    const { sourcePath: path } = (await ask("dumpCell", { code: "1\n\n" })) as { sourcePath: string };
    const { breakpoints } = (await ask("setBreakpoints", {
      source: { path },
      breakpoints: [{ line: 1 }, { line: 2 }],
    })) as { breakpoints: { verified: boolean; line: number }[] };
    assert.deepEqual(
      breakpoints.map(({ verified, line }) => [verified, line]),
      [
        [true, 1],
        [false, 2],
      ],
    );
  });

  for (const command of ["next", "stepIn", "stepOut"])
    test(`ends the cell by ${command} from its last line, and stops nowhere else`, async () => {
      const code = "let q = 1;\nq = 2;";
      await start(code, [2]);
      const run = await kernel.submit(code);
      await event("stopped");
      for (let i = 0; i < 3 && !kernel.isIdleAfter(run); i++) {
        await ask(command, { threadId: 1 });
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      assert.equal((await kernel.answerTo(run)).reply.status, "ok");
      assert.equal(await resultOf(kernel, "q"), "2");
    });

  test("does not take a silent run for the cell before it", async () => {
    const code = "function area(x: number): number {\n  const y = x * 2;\n  return y;\n}\narea(1)";
    const { path } = await start(code, [3]);
    const run = await kernel.submit(code);
    await event("stopped");
    await continued();
    await kernel.answerTo(run);
    const silent = { silent: true, store_history: false };
    assert.equal((await kernel.execute("let s1 = 1;\nlet s2 = 2;\nlet s3 = 3;", silent)).reply.status, "ok");
    const call = await kernel.submit("area(3)", silent);
    const { line, source } = await stoppedAt();
    assert.deepEqual([line, source.path], [3, path]);
    await continued();
    await kernel.answerTo(call);
  });

  test("an interrupt ends a cell that stands still, and what is evaluated there", async () => {
    await start("", []);
    for (const endless of [false, true]) {
      const run = await kernel.submit(
        "debugger;\nconsole.log('side effect');\nawait null;\nconsole.log('more');",
      );
      await event("stopped");
      if (endless) {
        const evaluate = {
          type: "request",
          seq: 9,
          command: "evaluate",
          arguments: { expression: "(() => { while (true) {} })()" },
        };
        await kernel.send("debug_request", evaluate, "control");
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      await kernel.interrupt();
      const { reply, published } = await kernel.answerTo(run);
      assert.equal(reply.ename, "KeyboardInterrupt");
      assert.equal(printed(published), "");
      assert.equal(await resultOf(kernel, "1 + 1"), "2");
    }
  });

  test("what is declared in its console can be declared in a cell, and names of Node's own are the cell's", async () => {
    await resultOf(kernel, "const fetch = 5;");
    await ask("initialize");
    for (const expression of ["const zz = 5", "function ff() {}", "var vv: number = 1"])
      await ask("evaluate", { expression });
    assert.equal(await resultOf(kernel, "const zz = 6; let vv = 7; function ff() {}; zz + vv"), "13");
    const result = async (expression: string) =>
      ((await ask("evaluate", { expression })) as { result: string }).result;
    assert.equal(await result("fetch"), "5");
    assert.equal(await result("{ let x = 1; x + 1 }"), "2");
    assert.equal(await result("{ x: 1 as number }"), "{x: 1}");
    const rich = (await ask("richInspectVariables", { variableName: "fetch" })) as { data: JsonObject };
    assert.deepEqual(rich.data, { "text/plain": "5" });
    const names = ((await ask("inspectVariables")) as { variables: Variable[] }).variables.map(
      ({ name }) => name,
    );
    assert.ok(names.includes("fetch") && !names.includes("fetch_"));
    assert.equal(names.length, new Set(names).size);
  });

  test("shows symbols, errors and what is too long in one short line", async () => {
    await resultOf(
      kernel,
      "const sym = Symbol('s'), text = 'x'.repeat(1e6), failed = new RangeError('far'), many = Object.fromEntries(Array.from({ length: 20000 }, (_, i) => ['k' + i, i]));",
    );
    await ask("initialize");
    const all = ((await ask("inspectVariables")) as { variables: Variable[] }).variables;
    const by = (name: string) => all.find((one) => one.name === name)!;
    assert.deepEqual([by("sym").value, by("sym").variablesReference], ["Symbol(s)", 0]);
    assert.ok(by("text").value.length < 1100);
    assert.equal(by("failed").value, "RangeError: far");
    assert.equal((await variables(by("many").variablesReference)).length, 500);
  });

  test("runs cells as before when it is stopped again, and says what it does not know", async () => {
    await start(cell, [7]);
    await ask("disconnect", { restart: false, terminateDebuggee: false });
    const { reply } = await kernel.execute(cell);
    assert.equal(reply.status, "ok");
    const content = { type: "request", seq: 7, command: "gotoTargets", arguments: {} };
    const unknown = (await kernel.request("debug_request", content, "control")).reply;
    assert.deepEqual(
      [unknown.success, unknown.request_seq, unknown.message],
      [false, 7, "This debugger does not know gotoTargets."],
    );
  });
});
