// Imports of CommonJS have the members that the types promise, and imports of ES modules stay live.
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { namespaceOf } from "../../../src/kernel/modules/interop.js";
import { kernelOfTests } from "../../support/kernel.js";
import { notBuilt, resultOf } from "../../support/kernelClient.js";
import { projectFolder } from "../../support/projectFolder.js";

describe("namespaceOf", () => {
  test("has own, hidden, inherited and later members, and the exports by default", () => {
    class Library {
      helpers = 1;
      register() {
        return this.helpers;
      }
    }
    const exports = Object.defineProperty(new Library(), "hidden", { value: 2 }) as Library & {
      late?: number;
    };
    const namespace = namespaceOf(exports) as Record<string, unknown> & Library;
    assert.deepEqual([namespace.helpers, namespace.hidden, namespace.register()], [1, 2, 1]);
    assert.equal(namespace.default, exports);
    exports.late = 3;
    exports.helpers = 4;
    assert.deepEqual([namespace.late, namespace.helpers], [3, 4]);
    assert.equal(namespaceOf(exports), namespace, "the same exports are the same namespace");
  });

  test("takes the default export of a compiled ES module", () => {
    assert.equal(namespaceOf({ __esModule: true, default: 5 }).default, 5);
    const without = { __esModule: true, named: 6 };
    assert.equal(namespaceOf(without).default, without);
  });

  test("stays callable and constructible if the exports are a function", () => {
    class Point {
      constructor(readonly x: number) {}
    }
    const make = namespaceOf(Object.assign(Point, { unit: 1 })) as unknown as typeof Point & { unit: number };
    assert.ok(new make(3) instanceof Point);
    assert.equal(make.unit, 1);
    const add = namespaceOf((a: number, b: number) => a + b) as unknown as (a: number, b: number) => number;
    assert.equal(add(1, 2), 3);
  });

  test("has only a default export for a value that is no object", () => {
    assert.deepEqual(namespaceOf(7), { default: 7 });
  });
});

describe("an import of CommonJS", { skip: notBuilt }, () => {
  const folder = projectFolder({
    "node_modules/tools/package.json": { name: "tools", main: "index.js", types: "index.d.ts" },
    "node_modules/tools/index.d.ts":
      "declare function tools(n: number): number; declare namespace tools { function chunk(n: number): number[]; const version: string; interface Options { size: number } } export = tools;",
    "node_modules/tools/index.js":
      "(function (root) { function tools(n) { return n * 2 } tools.chunk = (n) => [n]; tools.version = '1'; root.exports = tools })(module)",
    "node_modules/tools/deep/fp.js": "module.exports = { map: 'fp' };",
    "node_modules/compiled/package.json": { name: "compiled", main: "index.js", types: "index.d.ts" },
    "node_modules/compiled/index.d.ts":
      "declare const main: { kind: string }; export default main; export declare const named: number;",
    "node_modules/compiled/index.js":
      "Object.defineProperty(exports, '__esModule', { value: true }); exports.default = { kind: 'main' }; exports.named = 2;",
    "node_modules/untyped/package.json": { name: "untyped", main: "index.js" },
    "node_modules/untyped/index.js": "module.exports = { useful: 1 };",
    "node_modules/modern/package.json": { name: "modern", type: "module", exports: "./index.js" },
    "node_modules/modern/index.js":
      "export let level = 1; export const raise = () => { level += 1; }; export { level as default };",
    "uses.ts":
      "import * as tools from 'tools'; import main, { named } from 'compiled'; import { map } from 'tools/deep/fp'; export * as all from 'untyped';" +
      "export const used = [tools.chunk(1)[0], main.kind, named, map];",
    "misspelt.ts": "import { useful, usefull } from 'untyped'; export const both = [useful, usefull];",
    "counter.ts":
      "export let count = 0; export let step = () => 1; export function up() { count += step(); step = () => 10; }",
    "legacy.cjs": "exports.edition = 1;",
  });
  after(() => folder.remove());
  const kernel = kernelOfTests({ folder: folder.path });
  const gives = (code: string, value: string) => async () =>
    assert.equal(await resultOf(kernel(), code), value);
  const errorOf = async (code: string) => String((await kernel().execute(code)).reply.evalue);

  test(
    "has the members by namespace, by default and by name",
    gives(
      "import * as tools from 'tools'; import call, { chunk } from 'tools'; [tools.chunk(3), tools.version, call(2), chunk(4)]",
      "[ [ 3 ], '1', 4, [ 4 ] ]",
    ),
  );
  test(
    "can be called by namespace",
    gives("// @ts-nocheck\nimport * as callable from 'tools'; callable(4)", "8"),
  );
  test(
    "has the default export of a compiled ES module",
    gives(
      "import main, { named } from 'compiled'; import * as ns from 'compiled'; [main.kind, named, ns.default.kind]",
      "[ 'main', 2, 'main' ]",
    ),
  );
  test(
    "finds a path in a package as the type checker does",
    gives("import { map } from 'tools/deep/fp'; map", "'fp'"),
  );
  test(
    "is alike in local modules",
    gives("import { used, all } from './uses'; [used, all.useful]", "[ [ 1, 'main', 2, 'fp' ], 1 ]"),
  );
  test("fails for a misspelt name of a package without types, and proposes the right one", async () => {
    const message =
      /^import: expected "untyped" to export "usefull", found no such export; import "useful" or another name\.$/;
    assert.match(await errorOf("import { usefull } from 'untyped';"), message);
    assert.match(await errorOf("import { both } from './misspelt'; both"), message);
  });
  test(
    "takes a type without the word type from a package with types",
    gives("import { Options } from 'tools'; const o: Options = { size: 1 }; o.size", "1"),
  );

  test("stays live for an ES module, also in later cells and for functions", async () => {
    assert.equal(
      await resultOf(kernel(), "import { count, step, up } from './counter'; up(); [count, step()]"),
      "[ 1, 10 ]",
    );
    assert.equal(await resultOf(kernel(), "up(); ({ count }.count)"), "11");
    assert.equal(await resultOf(kernel(), "import level, { raise } from 'modern'; raise(); level"), "2");
    assert.match(await errorOf("// @ts-nocheck\ncount = 5"), /count/);
  });
  test("can be declared again by any kind, and imported again", async () => {
    assert.equal(await resultOf(kernel(), "let count = 'own'; count"), "'own'");
    assert.equal(await resultOf(kernel(), "import { count } from './counter'; count"), "11");
    assert.equal(await resultOf(kernel(), "function up() { return 'own up'; } up()"), "'own up'");
  });
  test("does not replace globals of Node that have the same name", async () => {
    folder.write("fetch.ts", "export const fetch = 'mine';");
    assert.equal(
      await resultOf(kernel(), "import { fetch } from './fetch'; [fetch, typeof globalThis.fetch]"),
      "[ 'mine', 'function' ]",
    );
  });
  test("sees an edit of a CommonJS file beside the notebook", async () => {
    const code = "// @ts-nocheck\nimport { edition } from './legacy.cjs'; edition";
    assert.equal(await resultOf(kernel(), code), "1");
    assert.equal(await resultOf(kernel(), code), "1");
    folder.write("legacy.cjs", "exports.edition = 'second';");
    assert.equal(await resultOf(kernel(), code), "'second'");
  });
});
