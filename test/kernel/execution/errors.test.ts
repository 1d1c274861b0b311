// Errors as people read them: thrown, printed, as a value, and from local modules.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { kernelOfTests } from "../../support/kernel.js";
import { notBuilt, printed, resultOf } from "../../support/kernelClient.js";
import { root } from "../../support/venv.js";

/** Matches frames of the kernel and of Node, and paths that a user does not know. */
const internals = /node:internal|node:inspector|kernel\/dist|file:\/\/|typescript-lab-|<Cell/;
const fail = "function deep(text: string) {\n  throw new RangeError(text);\n}\n";
const caught = `${fail}let caught!: Error;\ntry { deep('a') } catch (error) { caught = error as Error }\n`;

describe("an error", { skip: notBuilt }, () => {
  const folder = mkdtempSync(join(tmpdir(), "errors-"));
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  after(() => rmSync(folder, { recursive: true, force: true }));
  const kernel = kernelOfTests({ folder });
  const thrownBy = async (code: string) => {
    const { reply } = await kernel().execute(code);
    assert.equal(reply.status, "error");
    return {
      ename: reply.ename,
      evalue: String(reply.evalue),
      text: stripVTControlCharacters((reply.traceback as string[]).join("\n")),
    };
  };
  const printedBy = async (code: string) => {
    const { published } = await kernel().execute(code);
    return printed(published) + printed(published, "stderr");
  };

  test("that is thrown shows the line of its first frame with a marker", async () => {
    const { text } = await thrownBy(`${fail}deep('a');`);
    assert.match(
      text,
      /^RangeError: a\n {4}at deep \(Cell \[\d+\]:2:9\)\n {2}2 \| {3}throw new RangeError\(text\);\n {14}\^\n {4}at Cell \[\d+\]:4:1$/,
    );
  });

  test("that a function of Node throws marks the line of the cell", async () => {
    const { text } = await thrownBy("import { readFileSync } from 'node:fs';\nreadFileSync('/no/such');");
    assert.match(text, /Cell \[\d+\]:2:1\n {2}2 \| readFileSync\('\/no\/such'\);\n {6}\^/);
  });

  test("marks the right column behind tabs", async () => {
    const { text } = await thrownBy("if (true) {\n\tthrow new Error('indented');\n}");
    assert.match(text, /\n {2}2 \| \tthrow new Error\('indented'\);\n {6}\t {6}\^/);
  });

  const ways: Record<string, string> = {
    "console.error": "console.error(caught)",
    "console.log": "console.log(caught)",
    "its stack": "console.log(caught.stack)",
    "a template": "console.log(`$" + "{caught.stack}`)",
    "an array": "console.log([caught])",
    "a nested object": "console.log({ inner: { caught } })",
    "the cause of another": "console.log(new Error('outer', { cause: caught }))",
    "an AggregateError": "console.log(new AggregateError([caught], 'many'))",
    "util.inspect": "console.log((require('node:util') as typeof import('node:util')).inspect(caught))",
  };
  for (const [way, code] of Object.entries(ways))
    test(`that is printed by ${way} names the lines of the cell and no others`, async () => {
      const text = await printedBy(`${caught}${code};`);
      assert.match(text, /RangeError: a\n\s+at deep \(Cell \[\d+\]:2:9\)\n\s+at Cell \[\d+\]:5:7/);
      assert.doesNotMatch(text, internals);
    });

  test("that is a cell's value names the lines of the cell and no others", async () => {
    await resultOf(kernel(), caught);
    for (const code of ["caught", "[caught]", "({ caught })", "new Map([['a', caught]])"]) {
      const text = await resultOf(kernel(), code);
      assert.match(text!, /at deep \(Cell \[\d+\]:2:9\)\n\s+at Cell \[\d+\]:5:7/);
      assert.doesNotMatch(text!, internals);
    }
  });

  test("that console.trace prints names the line of the cell", async () => {
    const text = await printedBy("console.trace('here');");
    assert.match(text, /^Trace: here\n {4}at Cell \[\d+\]:1:9\n$/);
  });

  test("of a timer and of an awaited function names the line of the cell", async () => {
    const timer =
      "await new Promise<void>((done) => setTimeout(() => { console.log(new Error('t')); done() }));";
    assert.match(await printedBy(timer), /^Error: t\n {4}at .*\(Cell \[\d+\]:1:\d+\)\n$/);
    const { text } = await thrownBy(
      "async function late() { await null; throw new Error('l') }\nawait late();",
    );
    assert.match(text, /at late \(Cell \[\d+\]:1:\d+\)\n.*\n.*\n {4}at async Cell \[\d+\]:2:1$/);
  });

  test("of an earlier cell's function names both cells", async () => {
    await resultOf(kernel(), "function below() { throw new Error('b') }");
    const { text } = await thrownBy("\nbelow();");
    const [, first, second] = /at below \(Cell \[(\d+)\]:1:26\)[\s\S]*at Cell \[(\d+)\]:2:1/.exec(text)!;
    assert.equal(Number(second), Number(first) + 1);
  });

  test("of code in eval and in new Function names no address of the kernel", async () => {
    for (const code of ["eval('throw new Error(1)')", "new Function('throw new Error(1)')()"]) {
      const { text } = await thrownBy(code);
      assert.match(text, /at eval \(<anonymous>:\d:7\)\n {4}at Cell/);
    }
  });

  test("keeps Node's name with its code", async () => {
    const text = await printedBy("try { new URL('no') } catch (error) { console.log(error) }");
    assert.match(text, /TypeError(?: \[ERR_INVALID_URL\])?: Invalid URL/);
    const code =
      "import { join } from 'node:path';\ntry { (join as any)(1) } catch (error) { console.log((error as Error).stack) }";
    assert.match(await printedBy(code), /^TypeError \[ERR_INVALID_ARG_TYPE\]: The "path"/);
  });

  test("whose properties throw is shown nevertheless", async () => {
    const odd = "const odd = new Error(); Object.defineProperty(odd, 'name', { get() { throw 1 } });";
    assert.match(await printedBy(`${odd} console.log(odd.stack);`), /at Cell \[\d+\]:1:13/);
  });

  test("leaves Error.prepareStackTrace to packages that set it, for as long as they do", async () => {
    for (const back of ["before", "undefined as any"]) {
      const code = `{
        const before = Error.prepareStackTrace;
        Error.prepareStackTrace = (_error, sites) => sites;
        const [site] = new Error().stack as unknown as NodeJS.CallSite[];
        Error.prepareStackTrace = ${back};
        console.log(typeof site!.getLineNumber(), new Error("after").stack);
      }`;
      assert.match(await printedBy(code), /^number Error: after\n {4}at Cell \[\d+\]:6:51\n$/);
    }
  });

  test("that captureStackTrace marks has a readable stack", async () => {
    const text = await printedBy(
      "const mark: { stack?: string } = {}; Error.captureStackTrace(mark); console.log(mark.stack);",
    );
    assert.match(text, /^Error\n {4}at Cell \[\d+\]:1:44\n$/);
  });

  test("of a local module names file and line of the TypeScript source, thrown and printed", async () => {
    write(
      "helper.ts",
      "interface Gone { a: 1 }\n\nexport const make = () => new Error('made');\nexport function fail(): never {\n  throw make();\n}\n",
    );
    const { text } = await thrownBy(
      "import { fail, make } from './helper.ts';\nconsole.log(make());\nfail();",
    );
    const frame = `at make (${folder}/helper.ts:3:27)`;
    assert.ok(
      text.includes(`${frame}\n  3 | export const make = () => new Error('made');\n${" ".repeat(32)}^\n`),
      text,
    );
    const shown = await printedBy("console.log(make());");
    assert.ok(shown.startsWith(`Error: made\n    ${frame}\n    at Cell`), shown);
  });

  test("of the lab's packages names package and file without folders, and marks the line of the cell", async () => {
    const { text } = await thrownBy(
      "import { createModel } from 'amfmn-lab';\nawait createModel('none' as never, {} as never);",
    );
    assert.match(text, /at createModel \(amfmn-lab\/lib\/models\/\w+\.[jt]s:\d+:\d+\)\n {4}at Cell/);
    assert.match(text, /\n {2}2 \| await createModel/);
    assert.ok(!text.includes(root), text);
  });

  const broken: Record<string, string> = {
    "wrong.ts": "export const a = 1;\nconst x: number = ;\n",
    "wrong.mjs": "export const a = 1;\nconst x = ;\n",
    "wrong.cjs": "exports.a = 1;\nconst x = ;\n",
  };
  for (const [file, source] of Object.entries(broken))
    test(`of syntax in ${file} is one sentence with file and line`, async () => {
      write(file, source);
      write("above.ts", `import { a } from "./${file}";\nexport const b = a;\n`);
      // Node imports a CommonJS module with a syntax error at the second try, without its names.
      for (const imported of file.endsWith(".cjs") ? [file] : [file, "above.ts"]) {
        const { ename, evalue, text } = await thrownBy(
          `// @ts-nocheck\nimport * as all from "./${imported}"`,
        );
        assert.equal(ename, "SyntaxError");
        assert.match(evalue, /^[^\n]*\/wrong\.\w+:2:\d+: Unexpected .*;.*$/);
        assert.match(text, /\n {2}2 \| const x.* = ;\n {6} +\^$/);
      }
    });
});

describe("a type error", { skip: notBuilt }, () => {
  const kernel = kernelOfTests();
  const messageOf = async (code: string) => {
    const { reply } = await kernel().execute(code);
    assert.equal(reply.ename, "TypeCheckError");
    return stripVTControlCharacters((reply.traceback as string[]).join("\n"));
  };

  test("keeps the hints of the compiler", async () => {
    const text = await messageOf("async function load() { return [1] }\nload().length");
    assert.match(text, /\n {2}Did you forget to use 'await'\?$/);
    assert.match(
      await messageOf("((a: number, b: string) => a)(1)"),
      /An argument for 'b' was not provided\./,
    );
  });

  test("names packages and types, not files of the kernel", async () => {
    for (const code of [
      "import * as lab from 'amfmn-lab'; lab.nothing",
      "import { nothing } from 'amfmn-lab/data'",
      "const x: import('amfmn-lab').Nothing = 1",
      "import * as tf from '@tensorflow/tfjs'; tf.nothing",
    ]) {
      const text = await messageOf(code);
      assert.match(text.split("\n")[0]!, /(?:amfmn-lab(?:\/data)?|@tensorflow\/tfjs)"/);
      assert.doesNotMatch(text, /\.bridge|\.notebook|node_modules/);
      assert.ok(!text.includes(root), text);
    }
  });

  test("of two classes with one name of two cells names no file", async () => {
    await resultOf(kernel(), "class Tile { private a = 1 } const tile = new Tile();");
    assert.doesNotMatch(
      await messageOf("class Tile { private a = 1 }\nconst other: Tile = tile;"),
      /\.notebook|cell\d/,
    );
  });
});
