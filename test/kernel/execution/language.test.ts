// The language of cells, run in a real kernel with type checks.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { kernelOfTests } from "../../support/kernel.js";
import { notBuilt, printed, resultOf } from "../../support/kernelClient.js";

describe("a cell", { skip: notBuilt }, () => {
  const kernel = kernelOfTests();
  const gives = (code: string, value: string | undefined) => async () =>
    assert.equal(await resultOf(kernel(), code), value);

  test("has the value of the expression that it ends with", gives("const a = 6; a * 7", "42"));
  test(
    "has no value where it ends with something else",
    gives("5; for (let i = 0; i < 3; i++) i;", undefined),
  );
  test("shows a promise as a promise", gives("Promise.resolve(4)", "Promise { 4 }"));
  test("awaits at its top level", gives("await new Promise<number>((done) => setTimeout(done, 1, 7))", "7"));
  test("awaits the result of a function in brackets", gives("await (async () => 1)()", "1"));
  test(
    "takes for await at its top level",
    gives("let sum = 0;\nfor await (const x of [Promise.resolve(1), 2]) sum += x;\nsum", "3"),
  );
  test(
    "takes for await without braces",
    gives("let last = 0;\nfor await (const x of [1, 2])\n  last = await Promise.resolve(x)\nlast", "2"),
  );
  test(
    "uses a function above the place that declares it",
    gives("twice(4);\nfunction twice(x: number) { return 2 * x }\ntwice(4)", "8"),
  );
  test(
    "takes overloads",
    gives(
      "function id(x: string): string;\nfunction id(x: number): number;\nfunction id(x: any) { return x }\nid(3)",
      "3",
    ),
  );
  test(
    "takes generics",
    gives("function first<T>(xs: readonly T[]): T | undefined { return xs[0] }\nfirst(['a'])", "'a'"),
  );
  test("takes generic arrow functions", gives("const same = <T,>(x: T) => x;\nsame(2)", "2"));
  test(
    "takes satisfies and as const",
    gives("const size = { w: 1 } as const satisfies { w: number };\nsize.w", "1"),
  );
  test("takes enums", gives("enum Color { Red, Green }\nColor[Color.Green]", "'Green'"));
  test("takes namespaces", gives("namespace Geo { export const tile = 256 }\nGeo.tile", "256"));
  test(
    "takes abstract classes and parameter properties",
    gives(
      "abstract class A { constructor(readonly n: number) {} abstract f(): number }\nclass B extends A { f() { return this.n } }\nnew B(9).f()",
      "9",
    ),
  );
  test(
    "takes private fields and accessors",
    gives("class P { #x = 1; get x() { return this.#x } }\nnew P().x", "1"),
  );
  test(
    "takes standard decorators",
    gives(
      "function loud(value: () => string, context: ClassMethodDecoratorContext) { return function (this: unknown) { return value.call(this) + String(context.name) } }\nclass D { @loud say() { return 'hi ' } }\nnew D().say()",
      "'hi say'",
    ),
  );
  test("disposes the resources of its blocks", async () => {
    const code = "{ using held = { [Symbol.dispose]() { console.log('released') } }; console.log('held') }";
    assert.equal(printed((await kernel().execute(code)).published), "held\nreleased\n");
  });
  test("disposes resources of its top level, also asynchronously", async () => {
    const code = "await using held = { async [Symbol.asyncDispose]() { console.log('gone') } };";
    assert.equal(printed((await kernel().execute(code)).published), "gone\n");
  });
  test(
    "takes labels, exports and regular expressions with v",
    gives(
      "export const re = /[\\p{L}--[a-z]]/v;\nouter: for (const x of [1]) { continue outer }\nre.test('Ä')",
      "true",
    ),
  );
  test("runs in strict mode", gives("(function () { return this })()", undefined));
  test(
    "knows where the notebook is",
    gives(
      "[import.meta.url.startsWith('file:///'), __filename.endsWith('notebook.ipynb'), import.meta.dirname === __dirname]",
      "[ true, true, true ]",
    ),
  );
  test(
    "keeps its function's and class's names",
    gives(
      "async function* walk() {}\nconst arrow = () => 1;\n[walk.name, arrow.name]",
      "[ 'walk', 'arrow' ]",
    ),
  );
});

describe("a name", { skip: notBuilt }, () => {
  const kernel = kernelOfTests();
  const forms: Record<string, string> = {
    const: "const NAME = 'const'",
    let: "let NAME = 'let'",
    var: "var NAME = 'var'",
    "var in a loop": "for (var NAME = 0; NAME < 2; NAME++);",
    function: "function NAME() { return 'function' }",
    class: "class NAME { static a = 1 }",
    enum: "enum NAME { A }",
    namespace: "namespace NAME { export const a = 1 }",
    "destructured constant": "const { NAME } = { NAME: 'pattern' }",
    import: "import { join as NAME } from 'node:path'",
    interface: "interface NAME { a: number }",
  };
  for (const [before, first] of Object.entries(forms)) {
    test(`that was declared by ${before} can be redeclared by anything`, async () => {
      for (const second of Object.values(forms)) {
        await resultOf(kernel(), first.replaceAll("NAME", "again"));
        await resultOf(kernel(), second.replaceAll("NAME", "again"));
      }
    });
  }

  test("that is redeclared has the new type and value in later cells, and earlier functions see the value", async () => {
    await resultOf(kernel(), "let shifting = 1; const read = () => shifting;");
    await resultOf(kernel(), "let shifting = 'text';");
    assert.equal(await resultOf(kernel(), "shifting.toUpperCase()"), "'TEXT'");
    assert.equal(await resultOf(kernel(), "read()"), "'text'");
  });

  test("of a redeclared enum has no member of the old one", async () => {
    await resultOf(kernel(), "enum Fresh { Old }");
    assert.equal(await resultOf(kernel(), "enum Fresh { New }\nObject.keys(Fresh)"), "[ '0', 'New' ]");
  });

  test("whose initializer failed can be redeclared", async () => {
    await kernel().execute("const late = (() => { throw new Error('no') })();");
    assert.equal(await resultOf(kernel(), "const late = 5; late"), "5");
  });

  test("of a global of Node can be redeclared without harm to the kernel", async () => {
    await resultOf(kernel(), "import { setTimeout } from 'node:timers/promises';");
    await resultOf(kernel(), "const process = 1, Buffer = 2, queueMicrotask = 3, JSON = { process };");
    await resultOf(kernel(), "const { console = 4, ...URL } = { clearTimeout: 5 } as any;");
    assert.equal(
      await resultOf(kernel(), "[await setTimeout(1, 'x'), process, console, JSON, { process }.process]"),
      "[ 'x', 1, 4, { process: 1 }, 1 ]",
    );
    await resultOf(kernel(), "const { process: aside } = JSON; aside");
  });
});
