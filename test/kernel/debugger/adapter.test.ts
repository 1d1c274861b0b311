// The debugger over debug_request: breakpoints in cells and files, steps, scopes and values.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { debugged, type StackFrame } from "../../support/debugClient.js";
import { notBuilt, resultOf } from "../../support/kernelClient.js";

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
  const debug = debugged();

  test("stops at a breakpoint, shows frames and scopes, and continues", async () => {
    const { path, lines } = await debug().start(cell, [6]);
    assert.deepEqual(lines, [7], "a comment has no code to stop at");
    const run = await debug().kernel.submit(cell);
    assert.equal((await debug().stopped()).reason, "breakpoint");
    const [inner, outer, ...others] = await debug().frames();
    assert.deepEqual([inner!.name, inner!.line, inner!.source.path], ["area", 7, path]);
    assert.deepEqual([outer!.line, outer!.source.path, others], [12, path, []]);
    const inScope = await debug().scopes(inner!.id);
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
      (await debug().variables(locals[0]!.variablesReference)).map(({ name, value }) => [name, value]),
      [["size", "2"]],
    );
    const total = inScope.get("Notebook")!.find(({ name }) => name === "total");
    assert.equal(total?.value, "0");
    assert.ok(!debug().kernel.isIdleAfter(run));

    await debug().continued();
    await debug().stopped();
    assert.equal(
      ((await debug().ask("evaluate", { expression: "(side as number) * 10" })) as { result: string }).result,
      "30",
    );
    await debug().continued();
    const { reply } = await debug().kernel.answerTo(run);
    assert.equal(reply.status, "ok");
    assert.equal(await resultOf(debug().kernel, "total"), "21");
  });

  test("steps over, into and out of user code only", async () => {
    await debug().start(cell, [9]);
    const run = await debug().kernel.submit(cell);
    assert.equal((await debug().stoppedAt()).line, 9);
    const step = async (command: string) => {
      await debug().ask(command, { threadId: 1 });
      return debug().stoppedAt();
    };
    while ((await step("next")).line < 12);
    assert.equal((await step("stepIn")).name, "area");
    assert.ok([11, 12].includes((await step("stepOut")).line), "in the loop that called it");
    let { line } = await step("next");
    while (line < 14) ({ line } = await step("next"));
    assert.equal(line, 14);
    while (line === 14) ({ line } = await step("stepIn"));
    assert.equal(line, 15, "not in the code that the kernel adds around await");
    await debug().continued();
    assert.equal((await debug().kernel.answerTo(run)).reply.status, "ok");
  });

  test("knows functions of cells that ran before it was started", async () => {
    const code = "function twice(x: number) {\n  return 2 * x;\n}";
    await debug().kernel.execute(code);
    const { path } = await debug().start(code, [2]);
    const run = await debug().kernel.submit("twice(21)");
    await debug().stopped();
    const [inner, outer] = await debug().frames();
    assert.deepEqual([inner!.source.path, inner!.line], [path, 2]);
    assert.equal(
      ((await debug().ask("source", { source: outer!.source })) as { content: string }).content,
      "twice(21)",
    );
    await debug().continued();
    await debug().kernel.answerTo(run);
  });

  test("stops in a local module from its first line on, compiled or not", async () => {
    const file = join(debug().kernel.folder, "tiles.ts");
    writeFileSync(
      file,
      "interface Tile { size: number }\n\nexport const unit: Tile = { size: 1 };\nexport function area(tile: Tile): number {\n  const side: number = tile.size;\n  return side ** 2;\n}\n",
    );
    const common = join(debug().kernel.folder, "common.cjs");
    writeFileSync(common, "exports.half = (x) => {\n  return x / 2;\n};\n");
    await debug().start("", []);
    for (const [path, lines] of [
      [file, [1, 6]],
      [common, [2]],
    ] as const)
      await debug().ask("setBreakpoints", { source: { path }, breakpoints: lines.map((line) => ({ line })) });
    const run = await debug().kernel.submit(
      "import { area, unit } from './tiles.ts';\nimport { half } from './common.cjs';\nhalf(area(unit))",
    );
    const stops: [string, number][] = [];
    for (let i = 0; i < 3; i++) {
      await debug().stopped();
      const [{ source, line }] = (await debug().frames()) as [StackFrame];
      stops.push([source.path, line]);
      if (i === 1) {
        const { modules } = (await debug().ask("modules")) as { modules: { name: string }[] };
        assert.deepEqual(modules.map(({ name }) => name).sort(), ["common.cjs", "tiles.ts"]);
      }
      await debug().continued();
    }
    assert.deepEqual(stops, [
      [file, 3],
      [file, 6],
      [common, 2],
    ]);
    assert.equal((await debug().kernel.answerTo(run)).reply.status, "ok");
  });

  test("stops at a thrown error, if asked to", async () => {
    await debug().start("", []);
    await debug().ask("setExceptionBreakpoints", { filters: ["uncaught"] });
    const run = await debug().kernel.submit(
      "const a = 1;\ntry { JSON.parse('{') } catch {}\nthrow new RangeError('too far');",
    );
    const { reason, text } = await debug().stopped();
    assert.deepEqual([reason, text], ["exception", "RangeError: too far"]);
    assert.equal((await debug().frames())[0]!.line, 3);
    await debug().continued();
    assert.equal((await debug().kernel.answerTo(run)).reply.ename, "RangeError");
  });

  const beginnings: [code: string, line: number, name: string][] = [
    ["let x0 = 0;\nvar two = x0 + 1;\nconsole.log(two);", 2, "two"],
    ["for (const i of [1]) {\n  var w = i;\n  w++;\n}", 2, "w"],
    ["var only = 41 + 1;", 1, "only"],
  ];
  for (const [code, line, name] of beginnings)
    test(`stops before a statement that is rewritten: ${code.split("\n")[line - 1]!.trim()}`, async () => {
      await debug().start(code, [line]);
      const run = await debug().kernel.submit(code);
      assert.equal((await debug().stoppedAt()).line, line);
      assert.equal(
        ((await debug().ask("evaluate", { expression: `typeof ${name}` })) as { result: string }).result,
        '"undefined"',
      );
      await debug().continued();
      assert.equal((await debug().kernel.answerTo(run)).reply.status, "ok");
    });

  test("stops before an import", async () => {
    writeFileSync(join(debug().kernel.folder, "m.ts"), "export const a = (globalThis as any).loaded = 1;\n");
    const code = "import { a } from './m.ts';";
    await debug().start(code, [1]);
    const run = await debug().kernel.submit(code);
    assert.equal((await debug().stoppedAt()).line, 1);
    const { result } = (await debug().ask("evaluate", { expression: "typeof globalThis.loaded" })) as {
      result: string;
    };
    assert.equal(result, '"undefined"');
    await debug().continued();
    await debug().kernel.answerTo(run);
  });

  test("reports a breakpoint behind the last line as not verified", async () => {
    await debug().ask("initialize");
    const { sourcePath: path } = (await debug().ask("dumpCell", { code: "1\n\n" })) as { sourcePath: string };
    const { breakpoints } = (await debug().ask("setBreakpoints", {
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
});
