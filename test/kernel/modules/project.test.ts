// Cells and local modules run by the options of tsconfig.json that the type checker reads.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { NotebookProject } from "../../../src/kernel/modules/project.js";
import { kernelOfTests } from "../../support/kernel.js";
import { notBuilt, resultOf } from "../../support/kernelClient.js";
import { projectFolder } from "../../support/projectFolder.js";

describe("NotebookProject", () => {
  const folder = projectFolder();
  after(() => folder.remove());
  const settings = () => new NotebookProject(folder.path).current().settings;

  test("has TypeScript's defaults for class fields by the target", () => {
    assert.equal(settings().defineFields, true);
    for (const [target, defined] of [
      ["es2022", true],
      ["ESNext", true],
      ["es2021", false],
      ["ES5", false],
    ] as const) {
      folder.write("tsconfig.json", { compilerOptions: { target } });
      assert.equal(settings().defineFields, defined, target);
    }
  });

  test("compiles JSX as an installed package does, and by h without one", () => {
    folder.write("tsconfig.json", {});
    assert.deepEqual(
      [settings().jsx.runtime, settings().jsx.factory, settings().jsx.isGuess],
      ["classic", "h", true],
    );
    folder.write("node_modules/preact/package.json", {});
    assert.deepEqual([settings().jsx.runtime, settings().jsx.importSource], ["automatic", "preact"]);
    folder.write("tsconfig.json", { compilerOptions: { jsx: "preserve", jsxImportSource: "solid" } });
    assert.deepEqual([settings().jsx.runtime, settings().jsx.importSource], ["automatic", "solid"]);
    folder.write("tsconfig.json", { compilerOptions: { jsx: "react" } });
    assert.deepEqual([settings().jsx.runtime, settings().jsx.factory], ["classic", "React.createElement"]);
  });

  test("is read again after an edit, and is the same object otherwise", () => {
    const project = new NotebookProject(folder.path);
    const before = project.current();
    assert.equal(project.refresh(true), before);
    folder.write("tsconfig.json", { compilerOptions: { jsx: "react-jsxdev" } });
    assert.equal(project.refresh(false).settings.jsx.development, true);
    assert.equal(project.current().settings.jsx.development, true);
  });

  test("names the file that cannot be read", () => {
    folder.write("tsconfig.json", { extends: "./nowhere.json" });
    assert.throws(
      settings,
      /^Error: tsconfig\.json: .*nowhere.json.* Correct "extends" of .*tsconfig\.json\.$/,
    );
  });
});

describe("a notebook below a project", { skip: notBuilt }, () => {
  const folder = projectFolder({
    "config/base.json": {
      compilerOptions: {
        baseUrl: "..",
        paths: { "@/*": ["src/*"], one: ["src/one.ts"] },
        ...{ jsx: "react", jsxFactory: "make", jsxFragmentFactory: "Group" },
        useDefineForClassFields: false,
      },
    },
    "tsconfig.json": { extends: "./config/base.json", include: ["src", "types"] },
    "package.json": { type: "module", imports: { "#in/*": "./src/*.js", "#exact": "./src/one.ts" } },
    "types/globals.d.ts":
      "declare const build: number; declare module 'virtual:x' { export const x: number }",
    "src/one.ts": "export const one: number = 1;",
    "src/sum.ts":
      "import { one } from 'one'; import { one as two } from '@/one'; import { one as three } from '#in/one';" +
      "import { a } from '@ws/a'; export const sum = one + two + three + a;",
    "packages/a/package.json": { name: "@ws/a", exports: { ".": "./src/index.ts", "./sub": "./src/sub.ts" } },
    "packages/a/src/index.ts":
      "import { b } from '@ws/b'; export { inner } from './inner.js'; export const a: number = b + 1; export enum Kind { X = 9 }",
    "packages/a/src/inner.ts": "export const inner = 'inner' as const;",
    "packages/a/src/sub.ts": "export const sub = import.meta.url;",
    "packages/b/package.json": { name: "@ws/b", main: "index", types: "index.ts" },
    "packages/b/index.ts": "export const b: number = 10;",
    "notebooks/beside.d.ts": "interface Beside { quality: number }",
    "notebooks/types/referenced.d.ts": "interface Referenced { rank: number }",
    "notebooks/element.tsx":
      "const make = (tag: string, p: object | null, ...k: unknown[]) => ({ tag, p, k }); const Group = 'group';" +
      "export const element = <a x='1'>b<></></a>;" +
      "declare global { namespace JSX { interface IntrinsicElements { [tag: string]: object } interface Element { tag: string } } }",
  });
  folder.link("node_modules/@ws/a", "packages/a");
  folder.link("node_modules/@ws/b", "packages/b");
  after(() => folder.remove());
  const kernel = kernelOfTests({ folder: join(folder.path, "notebooks") });
  const gives = (code: string, value: string) => async () =>
    assert.equal(await resultOf(kernel(), code), value);
  const failsBy = (code: string, message: RegExp) => async () =>
    assert.match(String((await kernel().execute(code)).reply.evalue), message);

  test(
    "imports by paths and baseUrl of a configuration that its own extends",
    gives(
      "import { one } from 'one'; import { one as o } from '@/one'; import { one as p } from 'src/one'; one + o + p",
      "3",
    ),
  );
  test(
    "imports by the imports map of package.json, also a .ts file named .js",
    gives("import { one as h } from '#in/one'; import { one as e } from '#exact'; [h, e]", "[ 1, 1 ]"),
  );
  test(
    "imports workspace packages whose entries are .ts files, at their own addresses",
    gives(
      "import { a, inner, Kind } from '@ws/a'; import { sub } from '@ws/a/sub'; [a, inner, Kind.X, sub.slice(-18)]",
      "[ 11, 'inner', 9, 'kages/a/src/sub.ts' ]",
    ),
  );
  test("resolves the imports of local modules alike", gives("import { sum } from '@/sum'; sum", "14"));
  test(
    "knows declaration files beside it and of the project",
    gives("const q: Beside = { quality: 1 }; (globalThis as any).build = 4; build + q.quality", "5"),
  );
  test("takes /// <reference> in a cell, also for later cells", async () => {
    const code =
      '/// <reference path="./types/referenced.d.ts" />\nconst r: Referenced = { rank: 2 }; r.rank';
    assert.equal(await resultOf(kernel(), code), "2");
    assert.equal(await resultOf(kernel(), "const s: Referenced = { rank: 3 }; s.rank"), "3");
  });
  test(
    "names a module that has types only",
    failsBy("import { x } from 'virtual:x'; x", /^import: expected a package or a file, found "virtual:x"; /),
  );
  test(
    "compiles JSX of a local module by jsxFactory",
    gives(
      "import { element } from './element'; JSON.stringify(element)",
      `'{"tag":"a","p":{"x":"1"},"k":["b",{"tag":"group","p":null,"k":[]}]}'`,
    ),
  );
  test("compiles JSX of a cell by jsxFactory of an earlier cell", async () => {
    await resultOf(
      kernel(),
      "const make = (tag: string, p: object | null, ...k: unknown[]) => [tag, p, k]; const Group = 'G';",
    );
    assert.equal(await resultOf(kernel(), "<b y={2}><></></b>"), "[ 'b', { y: 2 }, [ [ 'G', null, [] ] ] ]");
  });
  test(
    "assigns class fields instead of defining them",
    gives(
      "class Base { constructor() { this.init(); } init() {} }\nclass Derived extends Base { v?: number; init() { this.v = 3; } }\nnew Derived().v",
      "3",
    ),
  );
  test("obeys an edit of tsconfig.json in the next cell", async () => {
    folder.write("tsconfig.json", {
      extends: "./config/base.json",
      compilerOptions: { paths: { "@/*": ["./src/*"], two: ["./src/one.ts"], one: ["./src/one.ts"] } },
    });
    assert.equal(await resultOf(kernel(), "import { one as edited } from 'two'; edited"), "1");
  });
});

describe("a notebook with experimental decorators", { skip: notBuilt }, () => {
  const folder = projectFolder({
    "tsconfig.json": { compilerOptions: { experimentalDecorators: true, emitDecoratorMetadata: true } },
    "node_modules/metadata/package.json": { name: "metadata", main: "index.js", types: "index.d.ts" },
    "node_modules/metadata/index.d.ts":
      "export declare function typesOf(target: object, key?: string): Function[];",
    "node_modules/metadata/index.js": `
      const types = new WeakMap();
      Reflect.metadata = (key, value) => (target, member) => {
        const known = types.get(target) ?? types.set(target, {}).get(target);
        known[key + (member ?? "")] = value;
      };
      exports.typesOf = (target, member) => [types.get(target)[
        (member === undefined ? "design:paramtypes" : "design:type") + (member ?? "")]].flat();`,
    "service.ts": `
      import { typesOf } from "metadata";
      const injectable = (target: Function) => {};
      const column = (target: object, key: string) => {};
      export class Store {}
      @injectable export class Service { @column name!: string; constructor(readonly store: Store, readonly size: number) {} }
      export const found = [...typesOf(Service), ...typesOf(Service.prototype, "name")].map((type) => type.name).join();`,
  });
  after(() => folder.remove());
  const kernel = kernelOfTests({ folder: folder.path });

  test("has the types of decorated members of a local module as metadata", async () => {
    assert.equal(
      await resultOf(kernel(), "import { found, Store } from './service'; found"),
      "'Store,Number,String'",
    );
  });

  test("has the types of decorated members of a cell as metadata, and decorates parameters", async () => {
    const code = `
      import { typesOf } from "metadata";
      const places: unknown[] = [];
      const marked = (target: object, key: string | symbol | undefined, index?: number) => void places.push(key, index);
      class Entity { @marked title: string = "t"; @marked store!: Store; rename(@marked title: string) {} }
      [typesOf(Entity.prototype, "title")[0].name, typesOf(Entity.prototype, "store")[0].name, ...places];`;
    assert.equal(
      await resultOf(kernel(), code),
      "[\n  'String', 'Store',\n  'title',  undefined,\n  'store',  undefined,\n  'rename', 0\n]",
    );
  });
});
