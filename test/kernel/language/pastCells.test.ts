// Later cells know each declaration of a cell with its exact type.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import fc from "fast-check";
import { CellDocuments } from "../../../src/kernel/language/cellDocuments.js";
import { PastCells } from "../../../src/kernel/language/pastCells.js";
import { parseCell } from "../../../src/kernel/source/cellSource.js";

/** A notebook whose cells are only checked. `options` are the compiler options of its own tsconfig.json. */
function notebook(options?: Record<string, unknown>) {
  const folder = mkdtempSync(join(tmpdir(), "past-cells-"));
  writeFileSync(
    join(folder, "port.ts"),
    "export interface Port { berths: number }\nexport const port = 'a';\n",
  );
  if (options) writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options }));
  let documents: CellDocuments;
  before(() => {
    documents = new CellDocuments(folder);
  });
  after(() => {
    documents.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const errors = async (code: string) =>
    (await documents.check(parseCell(code), "typescript")).map(({ message }) => message);
  const run = async (code: string) => {
    const source = parseCell(code);
    assert.deepEqual(await documents.check(source, "typescript"), [], code);
    documents.commit(source);
  };
  /** Returns the type of an expression as the checker prints it. */
  const typeOf = async (expression: string) => {
    const [message] = await errors(`((x: { of: never }) => x)({ of: ${expression} })`);
    return /^Type '(.*?)' is not assignable to type 'never'/s.exec(message ?? "")?.[1];
  };
  return { errors, run, typeOf, unchecked: (code: string) => documents.commit(parseCell(code)) };
}

const declarations: [cell: string, expression: string, type: string][] = [
  ["const awaited = await fetch('')", "awaited", "Response"],
  ["for await (const one of [1n]) var last = one", "last", "bigint"],
  ["const [first, { deep }] = [1, { deep: 'a' }] as const", "deep", '"a"'],
  ["enum Color { Red, Green }", "Color.Red as Color", "Color"],
  ["interface Box<T> { held: T }\nconst box = {} as Box<Date>", "box.held", "Date"],
  ["type Pair<A> = [A, A]", "['a', 'b'] as Pair<string>", "Pair<string>"],
  ["class Tile<T> { constructor(readonly size: T) {} }", "new Tile(1)", "Tile<number>"],
  ["abstract class Shape { abstract area(): number }", "({}) as Shape", "Shape"],
  ["function twice<T>(x: T) { return [x, x] }", "twice(true)", "boolean[]"],
  ["namespace Geo { export const code = 'x' as string }", "Geo.code", "string"],
  ["let either: string | number = 1", "either", "string | number"],
  ["using held = { [Symbol.dispose]() {}, n: 1 }", "held.n", "number"],
  ["import { type Port, port } from './port.ts'", "{} as Port", "Port"],
  ["import * as all from './port.ts'", "all.port as string", "string"],
  ["let given: import('./port.ts').Port = { berths: 1 }", "given", "Port"],
  ["export const exported = new Map<string, Date>()", "exported", "Map<string, Date>"],
  ["const next = exported.get('a')", "next", "Date | undefined"],
  ["class Fine extends Tile<string> { box = box }", "new Fine('').box", "Box<Date>"],
  ["const cell0 = 1 as number, volume1 = /a/", "[cell0, volume1]", "(number | RegExp)[]"],
  ["const user = await (await Promise.resolve({ json: async () => new Date() })).json()", "user", "Date"],
  ["const [one, two] = await Promise.all([1 as number, new Date()])", "two", "Date"],
  ['const pattern = await /[`{"]/', "pattern", "RegExp"],
  ["const listed = await [new Date()], written = await `a` as string", "written", "string"],
  ["for (const x of await (async () => [new Date()])()) var found = x", "found", "Date"],
  ["const answer = await\nPromise.resolve(1n as bigint)", "answer", "bigint"],
  [
    "const mark = Symbol('m'), marked = { [mark]: 1 as number }",
    "({ ...marked, [mark]: 'a' as string })[mark]",
    "string",
  ],
  ["const Size = { small: 1 } as const; type Size = { small: Date }", "({}) as Size", "Size"],
  ["const maybe = [1].find((x) => x > 0)", "(maybe ? [1].map(() => maybe) : [])", "number[]"],
  ["const same = <T>(x: T) => x", "same(new Date())", "Date"],
  ["export default class { a = 1 }\nconst after = new Date()", "after", "Date"],
  ["throw new Error() // and nothing after\nconst unreached = ''", "'' as typeof unreached", '""'],
];

for (const [what, options] of [
  ["a notebook", undefined],
  [
    "a notebook that is to be erased file by file",
    { isolatedModules: true, verbatimModuleSyntax: true, isolatedDeclarations: true, declaration: true },
  ],
] as const) {
  describe(what, () => {
    const { errors, run, typeOf } = notebook(options);

    for (const [cell, expression, type] of declarations)
      test(`knows after ${cell.replaceAll("\n", "; ")} the type of ${expression}`, async () => {
        await run(cell);
        await run("'a cell between'");
        assert.equal(await typeOf(expression), type);
      });

    test("widens a constant in later cells as in its own", async () => {
      await run("const rate = 0.1, zero = 0, off = false, which = Math.random() > 2 ? 'x' : 'y';");
      for (const cell of [
        "let best = rate; best = 0.2;",
        "const config = { rate }; config.rate = 0.01;",
        "const list = [rate]; list.push(3);",
        "class Counter { n = zero; inc() { this.n = 7 } }",
        "function from(x = zero) { return x }\nfrom(3);",
        "const counts = new Map([['a', zero]]); counts.set('b', 2);",
        "let flag = off; flag = true;",
        "let letter = which; letter = 'z';",
      ])
        await run(cell);
      await run("const other = rate;");
      await run("let again = other; again = 0.3;");
    });

    test("accepts an assertion function of an earlier cell", async () => {
      await run(
        "const assertText: (x: unknown) => asserts x is string = (x) => { if (typeof x !== 'string') throw x };",
      );
      await run("const given: unknown = 'a'; assertText(given); given.toUpperCase();");
    });

    test("points at the line of an error below an unnamed default class", async () => {
      assert.deepEqual(await errors("export default\nclass { x: number = 's' }"), [
        "Type 'string' is not assignable to type 'number'.",
      ]);
    });

    test("knows the additions of a cell to the global scope, if it ran", async () => {
      await run("declare global { var anywhere: number }");
      assert.equal(await typeOf("anywhere"), "number");
      const wrong = "declare global { var nowhere: number }\nconst n: string = 1;";
      assert.equal((await errors(wrong)).length, 1);
      assert.deepEqual(await errors("nowhere"), ["Cannot find name 'nowhere'."]);
    });
  });
}

test("a cell with imports that runs again unchanged adds no module", () => {
  const past = new PastCells((module) => `./${module}.mts`);
  const run = (code: string) => past.add(parseCell(code), code, []);
  const first = run("import { port } from './port.ts';");
  run("const between = 1;");
  assert.deepEqual(run("import { port } from './port.ts';").at(-1), first.at(-1));
  assert.notDeepEqual(run("import { port as other } from './port.ts';").at(-1), first.at(-1));
});

describe("a long notebook", () => {
  const { run, typeOf, unchecked } = notebook();

  test("knows its first cells and its last, checked or not", async () => {
    const filling = `/* ${"long ".repeat(2000)} */`;
    for (let i = 0; i < 12; i++) {
      const code = `${filling} const tile${i} = { size: ${i > 0 ? `tile${i - 1}.size` : "4 as number"} };`;
      if (i % 4 === 2) unchecked(code);
      else await run(code);
    }
    for (const i of [0, 1, 2, 6, 11]) assert.equal(await typeOf(`tile${i}.size`), "number");
  });
});

describe("any notebook", () => {
  const { run, typeOf, unchecked } = notebook();
  const values = ["1 as number", "'' as string", "new Date()", "[new Map<string, Date>()]"];
  const types = ["number", "string", "Date", "Map<string, Date>[]"];

  test("knows the last declaration of each name", async () => {
    const cell = fc.record({
      name: fc.constantFrom("a", "b", "c"),
      value: fc.nat(values.length - 1),
      keyword: fc.constantFrom("const", "let", "import './port.ts'; const"),
      checked: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 8 }), async (cells) => {
        const last = new Map<string, string>();
        for (const { name, value, keyword, checked } of cells) {
          const code = `${keyword} ${name} = ${values[value]};`;
          if (checked) await run(code);
          else unchecked(code);
          last.set(name, types[value]!);
        }
        for (const [name, type] of last) assert.equal(await typeOf(name), type);
      }),
      { numRuns: 20 },
    );
  });
});
