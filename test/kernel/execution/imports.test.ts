// `import` in cells: packages of every kind, JSON, and local modules that change between two runs.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { kernelOfTests } from "../../support/kernel.js";
import { notBuilt, resultOf } from "../../support/kernelClient.js";

describe("import", { skip: notBuilt }, () => {
  const folder = mkdtempSync(join(tmpdir(), "imports-"));
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  before(() => {
    write(
      "node_modules/esm/package.json",
      '{"name":"esm","type":"module","exports":{".":"./a.js","./deep":"./b.js"}}',
    );
    write("node_modules/esm/a.js", "export const kind = 'esm'; export default 1;");
    write("node_modules/esm/b.js", "export const kind = 'deep';");
    write("node_modules/cjs/package.json", '{"name":"cjs","main":"./index.js"}');
    write("node_modules/cjs/index.js", "const names = { kind: 'cjs' }; module.exports = names;");
    write("data.json", '{"tiles": [1, 2]}');
    write("state.ts", "export const state = { count: 0 };");
    write("left.ts", "import { state } from './state.js'; export const left = () => ++state.count;");
    write("right.ts", "import { state } from './state'; export const right = () => ++state.count;");
    write(
      "round.ts",
      "import { trip } from './trip.ts'; export function round(n: number): number { return n > 2 ? n : trip(n) }",
    );
    write("trip.ts", "import { round } from './round.ts'; export const trip = (n: number) => round(n + 1);");
    write(
      "where.ts",
      "export const where = import.meta.url; export const dynamic = () => import('./state.ts');",
    );
    write("shape.ts", "export interface Shape { sides: number }");
    write("old.cjs", "exports.age = 3;");
    write("plain.js", "export const plain = 'js';");
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  const kernel = kernelOfTests({ folder });
  const gives = (code: string, value: string | undefined) => async () =>
    assert.equal(await resultOf(kernel(), code), value);

  test(
    "takes packages that are ES modules only, also below their exports map",
    gives(
      "// @ts-nocheck\nimport one, { kind } from 'esm'; import { kind as deep } from 'esm/deep'; [one, kind, deep]",
      "[ 1, 'esm', 'deep' ]",
    ),
  );
  test(
    "takes CommonJS by default, by namespace and by names that it tells only when it runs",
    gives(
      "// @ts-nocheck\nimport all, { kind } from 'cjs'; import * as ns from 'cjs'; [all.kind, kind, ns.default.kind]",
      "[ 'cjs', 'cjs', 'cjs' ]",
    ),
  );
  test(
    "takes node: modules, and require",
    gives(
      "import { sep } from 'node:path'; [sep, (require('os') as typeof import('os')).EOL]",
      "[ '/', '\\n' ]",
    ),
  );
  test(
    "takes JSON with its types",
    gives(
      "import data, { tiles } from './data.json'; const more: number[] = data.tiles; [more, tiles]",
      "[ [ 1, 2 ], [ 1, 2 ] ]",
    ),
  );
  test(
    "takes import attributes",
    gives("import again from './data.json' with { type: 'json' }; again.tiles.length", "2"),
  );
  test(
    "allows an import of a type without the word type",
    gives("import type { Shape } from './shape.ts'; const s: Shape = { sides: 3 }; s.sides", "3"),
  );
  test(
    "takes a type that is imported without saying so",
    gives("import { Shape } from './shape'; const t: Shape = { sides: 4 }; t.sides", "4"),
  );
  test("is awaited when dynamic", gives("(await import('./state.ts')).state.count", "0"));
  test(
    "takes CommonJS and ES modules that lie beside the notebook",
    gives(
      "// @ts-nocheck\nimport { age } from './old.cjs'; import { plain } from './plain.js'; [age, plain]",
      "[ 3, 'js' ]",
    ),
  );
  test("takes import = require", gives("import os = require('node:os'); typeof os.cpus", "'function'"));

  test("loads a module once for all that import it", async () => {
    await resultOf(kernel(), "import { left } from './left.ts'; left()");
    assert.equal(await resultOf(kernel(), "import { right } from './right.ts'; right()"), "2");
    assert.equal(await resultOf(kernel(), "import { state } from './state.ts'; state.count"), "2");
  });

  test(
    "takes local modules that import each other in a circle",
    gives("import { round } from './round.ts'; round(0)", "3"),
  );

  test("gives a local module its URL and lets it import others later", async () => {
    const code =
      "import { where, dynamic } from './where.ts'; [where.endsWith('/where.ts'), (await dynamic()).state.count]";
    assert.equal(await resultOf(kernel(), code), "[ true, 2 ]");
  });

  test("sees an edit of a local module and its new types, and keeps the state of others", async () => {
    write("edited.ts", "import { state } from './state.ts'; export const version: number = state.count;");
    assert.equal(await resultOf(kernel(), "import { version } from './edited.ts'; version.toFixed()"), "'2'");
    write(
      "edited.ts",
      "import { state } from './state.ts'; export const version: string = 'v' + state.count;",
    );
    assert.equal(
      await resultOf(kernel(), "import { version } from './edited.ts'; version.toUpperCase()"),
      "'V2'",
    );
  });

  test("sees an edit of a module that a local module imports", async () => {
    write("below.ts", "export const depth = 1;");
    write("above.ts", "export { depth } from './below.ts';");
    assert.equal(await resultOf(kernel(), "import { depth } from './above.ts'; depth"), "1");
    write("below.ts", "export const depth = 2;");
    assert.equal(await resultOf(kernel(), "import { depth } from './above.ts'; depth"), "2");
  });

  test("finds a module and a package that were added after a failed import", async () => {
    const { reply } = await kernel().execute(
      "import { fresh } from './fresh'; import { pack } from 'fresh-pack';",
    );
    assert.match(String(reply.evalue), /^TS2307: Cannot find module '.\/fresh'/);
    write("fresh.ts", "export const fresh = 1;");
    write(
      "node_modules/fresh-pack/package.json",
      '{"name":"fresh-pack","type":"module","main":"./i.js","types":"./i.d.ts"}',
    );
    write("node_modules/fresh-pack/i.js", "export const pack = 2;");
    write("node_modules/fresh-pack/i.d.ts", "export declare const pack: number;");
    assert.equal(
      await resultOf(
        kernel(),
        "import { fresh } from './fresh'; import { pack } from 'fresh-pack'; fresh + pack",
      ),
      "3",
    );
  });

  test("names file and line of an error in a local module", async () => {
    write(
      "fails.ts",
      "interface Gone { a: 1 }\n\nexport function fail(): never {\n  throw new Error('from below');\n}\n",
    );
    const { reply } = await kernel().execute("import { fail } from './fails.ts';\nfail();");
    const traceback = (reply.traceback as string[]).join("\n");
    assert.match(traceback, /fails\.ts:4:9/);
    assert.match(traceback, /Cell \[\d+\]:2:1/);
  });

  test("names a module that does not exist, also without type checks", async () => {
    const { reply } = await kernel().execute("// @ts-nocheck\nimport { x } from './nowhere';");
    assert.match(String(reply.evalue), /^import: expected a module in .*, found no file for "\.\/nowhere"; /);
  });
});
