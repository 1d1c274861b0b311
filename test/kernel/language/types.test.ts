// Type checks before a cell runs, with types from earlier cells.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { kernelOfTests } from "../../support/kernel.js";
import { type KernelClient, notBuilt, printed, resultOf } from "../../support/kernelClient.js";

async function errorOf(kernel: KernelClient, code: string): Promise<string> {
  const { reply } = await kernel.execute(code);
  return String(reply.evalue);
}

describe("the type check", { skip: notBuilt }, () => {
  const kernel = kernelOfTests();

  test("stops a cell before it runs and shows code, marker and message", async () => {
    const { reply, published } = await kernel().execute(
      "const a = 1;\nconst wrong: string = 42;\nconsole.log('ran')",
    );
    assert.equal(reply.ename, "TypeCheckError");
    assert.equal(reply.evalue, "TS2322: Type 'number' is not assignable to type 'string'.");
    const shown = stripVTControlCharacters((reply.traceback as string[]).join("\n"));
    const [message, place, line, caret] = shown.split("\n");
    assert.equal(message, "TS2322: Type 'number' is not assignable to type 'string'.");
    assert.match(place!, /at Cell \[\d+\]:2:7/);
    assert.equal(line!.slice(2), "2 | const wrong: string = 42;");
    assert.equal(caret!.slice(2), "          ^^^^^");
    assert.equal(printed(published), "");
  });

  test("shows every error of a cell", async () => {
    const { reply } = await kernel().execute("const x: string = 1;\nconst y: number = '';");
    assert.equal((reply.traceback as string[]).length, 2);
  });

  test("knows the declarations of earlier cells", async () => {
    await resultOf(
      kernel(),
      "interface Scene { name: string; tiles: number[] }\nconst scene: Scene = { name: 'port', tiles: [1] };\nclass Box<T> { constructor(readonly held: T) {} }\ntype Pair = [number, string];",
    );
    assert.equal(await resultOf(kernel(), "new Box(scene).held.name.length"), "4");
    assert.match(await errorOf(kernel(), "scene.tiles.toUpperCase()"), /^TS2339/);
    assert.match(await errorOf(kernel(), "const p: Pair = [1, 2]"), /^TS2322/);
  });

  test("follows a redeclared name", async () => {
    await resultOf(kernel(), "const value = 1;");
    await resultOf(kernel(), "const value = { deep: ['a'] };");
    assert.equal(await resultOf(kernel(), "value.deep[0].toUpperCase()"), "'A'");
    assert.match(await errorOf(kernel(), "value.toFixed()"), /^TS2339/);
  });

  test("keeps the old type if the new declaration has an error", async () => {
    await resultOf(kernel(), "const kept = 'a';");
    await kernel().execute("const kept: number = 'b';");
    assert.equal(await resultOf(kernel(), "kept.toUpperCase()"), "'A'");
  });

  test("allows assignments to variables of earlier cells, by their type, and not to constants", async () => {
    await resultOf(kernel(), "let counter = 0; const fixed = 1;");
    assert.equal(await resultOf(kernel(), "counter += 2; counter"), "2");
    assert.match(await errorOf(kernel(), "counter = 'many'"), /^TS2322/);
    assert.equal(
      await errorOf(kernel(), "fixed = 2"),
      "TS2588: Cannot assign to 'fixed' because it is a constant.",
    );
  });

  test("knows the globals of the kernel", async () => {
    assert.match(await errorOf(kernel(), "const n: number = await input('?')"), /^TS2322/);
    assert.equal(
      await resultOf(kernel(), "typeof display + typeof clearOutput + typeof page"),
      "'functionfunctionfunction'",
    );
  });

  test("refuses null, but not a parameter without type", async () => {
    assert.match(await errorOf(kernel(), "let text: string = null"), /^TS2322/);
    assert.equal(await resultOf(kernel(), "const add = (a, b) => a + b; add(1, 2)"), "3");
    assert.equal(await resultOf(kernel(), "const list = []; list.push(1); list"), "[ 1 ]");
  });

  test("is skipped by // @ts-nocheck, and later cells know the declarations of such a cell", async () => {
    assert.equal(await resultOf(kernel(), "// @ts-nocheck\nconst loose: string = 42; loose"), "42");
    assert.equal(await resultOf(kernel(), "typeof loose.length"), "'undefined'");
  });

  test("allows an error in one line by // @ts-expect-error", async () => {
    assert.equal(await resultOf(kernel(), "// @ts-expect-error\nconst forced: string = 7; forced"), "7");
  });

  test("names line and column of a run-time error in rewritten code", async () => {
    const code =
      "import { sep,\n  join } from 'node:path';\nexport const before: string = join('a', sep);\nfunction deep(text: string) {\n  throw new RangeError(text);\n}\nawait Promise.resolve(); deep(before);";
    const { reply } = await kernel().execute(code);
    const traceback = (reply.traceback as string[]).join("\n");
    assert.match(traceback, /RangeError: a/);
    assert.match(traceback, /at deep \(Cell \[\d+\]:5:9\)/);
    assert.match(traceback, /at Cell \[\d+\]:7:26/);
    assert.doesNotMatch(traceback, /node:internal|dist\/kernel/);
  });

  test("marks a syntax error", async () => {
    const { reply } = await kernel().execute("const x = ;");
    assert.equal(reply.ename, "SyntaxError");
    assert.match((reply.traceback as string[]).join("\n"), /Cell \[\d+\]:1:11/);
  });
});

describe("an unchecked kernel", { skip: notBuilt }, () => {
  const kernel = kernelOfTests({ env: { TYPESCRIPT_LAB_CHECK: "off" } });

  test("runs cells with type errors", async () => {
    assert.equal(await resultOf(kernel(), "const loose: string = 42; loose"), "42");
  });

  test("completes names of earlier cells", async () => {
    await resultOf(kernel(), "const scene = { tiles: 4 };");
    const { reply } = await kernel().request("complete_request", { code: "scene.", cursor_pos: 6 });
    assert.deepEqual(reply.matches, ["tiles"]);
  });
});

describe("a notebook with a tsconfig.json", { skip: notBuilt }, () => {
  const folder = mkdtempSync(join(tmpdir(), "tsconfig-"));
  const options = { strict: false, noImplicitOverride: true };
  writeFileSync(
    join(folder, "tsconfig.json"),
    `{ /* mine */ "compilerOptions": ${JSON.stringify(options)} }`,
  );
  after(() => rmSync(folder, { recursive: true, force: true }));
  const kernel = kernelOfTests({ folder });

  test("is checked by it", async () => {
    assert.equal(await resultOf(kernel(), "let text: string = null; text"), "null");
    assert.match(await errorOf(kernel(), "class A { f() {} }\nclass B extends A { f() {} }"), /^TS4114/);
  });
});
