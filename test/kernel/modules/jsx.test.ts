// JSX in cells, without configuration.
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { kernelOfTests } from "../../support/kernel.js";
import { notBuilt, resultOf } from "../../support/kernelClient.js";
import { projectFolder } from "../../support/projectFolder.js";

describe("JSX in a folder with React", { skip: notBuilt }, () => {
  const folder = projectFolder({
    "node_modules/react/package.json": {
      name: "react",
      exports: {
        ".": "./index.js",
        "./jsx-runtime": { types: "./jsx-runtime.d.ts", default: "./jsx-runtime.js" },
      },
    },
    "node_modules/react/index.js": "exports.version = '0';",
    "node_modules/react/jsx-runtime.js":
      "exports.jsx = exports.jsxs = (type, props) => typeof type === 'function' ? type(props) : '<' + type + '>' + [props.children].flat().join('') + '</' + type + '>'; exports.Fragment = ({ children }) => [children].flat().join('');",
    "node_modules/react/jsx-runtime.d.ts":
      "export namespace JSX { interface IntrinsicElements { b: { children?: unknown }; i: { children?: unknown } } type Element = string; interface ElementChildrenAttribute { children: {} } }",
  });
  after(() => folder.remove());
  const kernel = kernelOfTests({ folder: folder.path });

  test("makes elements, fragments and components, also in later cells", async () => {
    assert.equal(
      await resultOf(kernel(), "const text: string = 'a'; <b>{text}<i>c</i></b>"),
      "'<b>a<i>c</i></b>'",
    );
    await resultOf(
      kernel(),
      "function Twice({ of }: { of: string }) { return <><b>{of}</b><b>{of}</b></>; }",
    );
    assert.equal(await resultOf(kernel(), "<Twice of={text} />"), "'<b>a</b><b>a</b>'");
  });

  test("is checked, and errors name the line of the cell", async () => {
    const { reply } = await kernel().execute("const n = 1;\n<Twice of={n} />");
    assert.match(String(reply.evalue), /^TS2322: Type 'number' is not assignable to type 'string'/);
    assert.match((reply.traceback as string[]).join("\n"), /Cell \[\d+\]:2:8/);
    const thrown = (await kernel().execute("<b>\n{(() => { throw new Error('inside') })()}\n</b>")).reply;
    assert.match((thrown.traceback as string[]).join("\n"), /Cell \[\d+\]:2:17/);
  });

  test("leaves type assertions and generic functions as they are", async () => {
    assert.equal(await resultOf(kernel(), "const same = <T>(x: T) => x; same(<number>(3 as unknown))"), "3");
    assert.equal(
      await resultOf(kernel(), "const less = 1 < 2; const close = '</b>'; [less, close]"),
      "[ true, '</b>' ]",
    );
  });
});

describe("JSX in a folder without React", { skip: notBuilt }, () => {
  const kernel = kernelOfTests();

  test("is refused with what to install", async () => {
    const { reply } = await kernel().execute("<b>text</b>");
    assert.match(
      String(reply.evalue),
      /^JSX: expected react or preact .*, found neither; run "npm install react", /,
    );
  });

  test("calls h of a cell", async () => {
    await resultOf(
      kernel(),
      "const h = (type: string, p: object | null, ...children: unknown[]) => ({ type, children });",
    );
    assert.equal(await resultOf(kernel(), "<b>text</b>"), "{ type: 'b', children: [ 'text' ] }");
  });

  test("calls the function of a pragma", async () => {
    await resultOf(kernel(), "const make = (type: string) => 'made ' + type;");
    assert.equal(await resultOf(kernel(), "/** @jsx make */\n<u />"), "'made u'");
  });
});
