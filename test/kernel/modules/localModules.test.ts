// Local modules run at their own address, and their type errors stop the cell that imports them.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { kernelOfTests } from "../../support/kernel.js";
import { notBuilt, resultOf } from "../../support/kernelClient.js";
import { projectFolder } from "../../support/projectFolder.js";

describe("a local module", { skip: notBuilt }, () => {
  const folder = projectFolder({
    "counter.ts": "export let count: number = 1; export function up() { count += 1; }",
    "below/where.ts": `
      import { readFileSync } from "node:fs";
      const { url, dirname, filename } = import.meta;
      export const where = [url, dirname, filename, import.meta.resolve("../counter.ts"), import.meta.resolve("./none.ts")];
      export const text = readFileSync(new URL("./note.txt", import.meta.url), "utf8");
      export const load = async (name: string) => (await import("./" + name)).default as string;
      export const same = import.meta === import.meta;`,
    "below/note.txt": "a note",
    "below/child.ts": "const kind: string = 'child'; export default kind;",
    "worker.ts": `
      import { parentPort, workerData } from "node:worker_threads";
      import { count } from "./counter.ts";
      enum Kind { A = 5 }
      const { default: child } = await import("./below/" + "child.ts");
      parentPort!.postMessage([workerData as number, count, Kind.A, child, import.meta.url]);`,
    "element.jsx": "/** @jsx make */\nconst make = (tag) => tag; export const element = <hr/>;",
    "module.mts": "export const m: number = 4;",
    "common.cts":
      "import fs = require('node:fs'); import { count } from './counter'; export const counted: number = count; export const folder = __dirname; export const read = typeof fs.readFileSync;",
    "assigned.ts": "import { count } from './counter'; const held = { count }; export = held;",
    "folder/package.json": { main: "lib/main" },
    "folder/lib/main.ts": "export const main: string = 'main';",
    "data.json": { a: 1, "no identifier": 2 },
    "readsJson.ts":
      "import data, { a } from './data.json' with { type: 'json' }; export const read = [data['no identifier'], a];",
    "broken.json": "{ a }",
    "broken.ts": "const a = 1;\nexport default ;;\n",
    "wrong.ts": "// a comment\nexport const wrong: string = 3;",
    "usesWrong.ts": "export { wrong } from './wrong';",
    "notChecked.ts": "// @ts-nocheck\nexport const loose: string = 3;",
    "note.txt": "a note",
    "typed.d.ts": "export declare const typed: number;",
  });
  after(() => folder.remove());
  const kernel = kernelOfTests({ folder: folder.path });
  const gives = (code: string, value: string) => async () =>
    assert.equal(await resultOf(kernel(), code), value);
  const failure = async (code: string) => {
    const { reply } = await kernel().execute(code);
    return {
      message: String(reply.evalue),
      shown: stripVTControlCharacters((reply.traceback as string[]).join("\n")),
    };
  };

  test("has its own address in import.meta, by which it reads files beside it", async () => {
    const url = (name: string) => pathToFileURL(join(folder.path, name)).href;
    const code = "import { where, text, same } from './below/where'; JSON.stringify([...where, text, same])";
    const result = JSON.parse((await resultOf(kernel(), code))!.slice(1, -1)) as unknown[];
    assert.deepEqual(result, [
      url("below/where.ts"),
      join(folder.path, "below"),
      join(folder.path, "below/where.ts"),
      url("counter.ts"),
      url("below/none.ts"),
      "a note",
      true,
    ]);
  });
  test(
    "imports others by a computed path",
    gives("import { load } from './below/where'; await load('child.ts')", "'child'"),
  );
  test(
    "is imported by a cell by a computed path, as the same module",
    gives("import { up } from './counter'; up(); (await import('./' + 'counter.ts')).count", "2"),
  );
  test("can be required, as the same module", gives("require('./counter').count", "2"));
  test(
    "can be a worker, which imports local modules of its own",
    gives(
      "import { Worker } from 'node:worker_threads';\nconst worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: 3 });\n" +
        "const [data, counted, kind, child, url] = await new Promise<any>((done) => worker.on('message', done)); [data, counted, kind, child, url.endsWith('/worker.ts')]",
      "[ 3, 1, 5, 'child', true ]",
    ),
  );
  test("may be JSX", gives("import { element } from './element.jsx'; element", "'hr'"));
  test("may be .mts", gives("import { m } from './module.mts'; m", "4"));
  test(
    "may be CommonJS in TypeScript",
    gives(
      "import { counted, folder, read } from './common.cts'; [counted, folder === __dirname, read]",
      "[ 2, true, 'function' ]",
    ),
  );
  test(
    "may assign its exports",
    gives(
      "import held from './assigned'; import same = require('./assigned'); [held.count, held === same]",
      "[ 2, true ]",
    ),
  );
  test("may be a folder with a package.json", gives("import { main } from './folder'; main", "'main'"));
  test("imports JSON by default and by name", gives("import { read } from './readsJson'; read", "[ 2, 1 ]"));

  test("stops the cell that imports it by its type errors, with file and line", async () => {
    for (const code of [
      "import { wrong } from './wrong';",
      "import { wrong } from './usesWrong';",
      "await import('./wrong.ts')",
    ]) {
      const { message, shown } = await failure(`console.log("ran");\n${code}`);
      assert.equal(message, "TS2322: Type 'number' is not assignable to type 'string'.");
      assert.match(shown, /wrong\.ts:2:14\n.*2 \| export const wrong: string = 3;/);
    }
    folder.write("wrong.ts", "export const wrong: number = 3;");
    assert.equal(await resultOf(kernel(), "import { wrong } from './usesWrong'; wrong"), "3");
    assert.equal(await resultOf(kernel(), "import { loose } from './notChecked'; loose"), "3");
  });
  test("that a cell defines is checked, and stays as before after an error", async () => {
    await resultOf(kernel(), "/** @module cellModule */\nexport const held: number = 1;");
    const { message, shown } = await failure("/** @module cellModule */\nexport const held: number = 'a';");
    assert.match(message, /^TS2322/);
    assert.match(shown, /cellModule\.ts:2:14/);
    assert.equal(await resultOf(kernel(), "import { held } from './cellModule'; held"), "1");
  });
  test("names file, line and code of a syntax error", async () => {
    const { message, shown } = await failure("import broken from './broken'");
    assert.match(message, /\/broken\.ts:2:16: Unexpected token ";"$/);
    assert.match(shown, /2 \| export default ;;/);
    assert.match(
      (await failure("// @ts-nocheck\nimport './broken.json'")).message,
      /broken\.json: expected JSON, found: .*; correct the file\.$/,
    );
  });
  test("names what is no module, with the remedy", async () => {
    assert.match(
      (await failure("// @ts-nocheck\nimport './note.txt'")).message,
      /^import: expected ".\/note.txt" to be a module or JSON, found ".txt"; read the file by readFileSync\(new URL\("\.\/note\.txt", import\.meta\.url\)\)\.$/,
    );
    assert.match(
      (await failure("import { typed } from './typed'; typed")).message,
      /found only the types of ".\/typed"; write the module/,
    );
    assert.match(
      (await failure("// @ts-nocheck\nimport 'no-such-package'")).message,
      /run "npm install no-such-package"\.$/,
    );
    assert.match(
      (await failure("// @ts-nocheck\nimport 'https://x.org/a.js'")).message,
      /found "https:\/\/x.org\/a.js"; install the package/,
    );
  });
  test("is refused by the checker with what to do if there is none", async () => {
    const remedies: Record<string, RegExp> = {
      "./note.txt": /Read the file by readFileSync\(new URL\("\.\/note\.txt", import\.meta\.url\)\)\./,
      "./nowhere": /Check the path/,
      "#nowhere": /Add "#nowhere" to "imports" in package\.json/,
      "@scope/none/deep": /Run "npm install @scope\/none" in the notebook's folder/,
      "npm:chalk": /Install the package with npm/,
    };
    for (const [specifier, remedy] of Object.entries(remedies))
      for (const code of [`import "${specifier}";`, `import { a } from "${specifier}"; a`])
        assert.match((await failure(code)).shown, remedy);
  });
  test("shows no address of a compiled module in an error of linking", async () => {
    folder.write("links.ts", "// @ts-nocheck\nimport { none } from './counter.ts'; export const a = none;");
    const { message, shown } = await failure("// @ts-nocheck\nimport { a } from './links'");
    assert.match(message, /counter\.ts' does not provide an export named 'none'/);
    assert.doesNotMatch(shown, /typescript-lab-/);
  });
});

describe("the notebook", { skip: notBuilt }, () => {
  const kernel = kernelOfTests();

  test("is the main module, with exports, and has the members of import.meta", async () => {
    assert.equal(
      await resultOf(
        kernel(),
        "module.exports.a = 1; [exports.a, require.main === module, module.filename === __filename]",
      ),
      "[ 1, true, true ]",
    );
    assert.equal(
      await resultOf(
        kernel(),
        "const { url, filename, dirname } = import.meta; [url.slice(0, 8), filename === __filename, dirname === __dirname, import.meta.resolve('./x').slice(-2), import.meta.resolve('node:fs')]",
      ),
      "[ 'file:///', true, true, '/x', 'node:fs' ]",
    );
  });
});
