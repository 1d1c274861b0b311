// Code that is nested deeply is an error of the cell. The native parser would end the process.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: cells hold templates
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import fc from "fast-check";
import { canBeParsed, depthBound } from "../../../src/kernel/source/nesting.js";
import { parseSource } from "../../../src/kernel/source/parse.js";
import { kernelOfTests } from "../../support/kernel.js";
import { notBuilt, resultOf } from "../../support/kernelClient.js";
import { projectFolder } from "../../support/projectFolder.js";

/** Code that is nested to a depth, by the kind of the nesting. */
const nested: Record<string, (depth: number) => string> = {
  parentheses: (n) => `${"(".repeat(n)}1${")".repeat(n)}`,
  "open parentheses": (n) => "(".repeat(n),
  arrays: (n) => "[".repeat(n) + "]".repeat(n),
  objects: (n) => `x = ${"{a: ".repeat(n)}1${"}".repeat(n)}`,
  arrows: (n) => `${"a => ".repeat(n)}1`,
  "arrows with bodies": (n) => "(a => {".repeat(n) + "})".repeat(n),
  templates: (n) => `${"`${".repeat(n)}1${"}`".repeat(n)}`,
  "else-ifs": (n) => `if (a) {}${" else if (a) {}".repeat(n)}`,
  "else-ifs without blocks": (n) => `if (a) b();${" else if (a) b();".repeat(n)}`,
  "ifs on lines": (n) => `${"if (a)\n".repeat(n)}b();`,
  conditions: (n) => `${"a ? b : ".repeat(n)}c`,
  assignments: (n) => `${"a = ".repeat(n)}1`,
  blocks: (n) => "{".repeat(n) + "}".repeat(n),
  functions: (n) => "function f() {".repeat(n) + "}".repeat(n),
  classes: (n) => "class A { m() {".repeat(n) + "} }".repeat(n),
  types: (n) => `type T = ${"A<".repeat(n)}B${">".repeat(n)}`,
  "types with commas": (n) => `type T = ${"A<B, ".repeat(n)}B${">".repeat(n)}`,
  "types of functions": (n) => `type T = ${"(a: ".repeat(n)}b${") => c".repeat(n)}`,
  "conditional types": (n) => `type T = ${"A extends B ? C : ".repeat(n)}D`,
  elements: (n) => "<a>".repeat(n) + "</a>".repeat(n),
  "elements with text": (n) => "<a>{b} if ".repeat(n),
  patterns: (n) => `let ${"[".repeat(n)}a${"]".repeat(n)} = b`,
  labels: (n) => `${"a: ".repeat(n)}b`,
  news: (n) => `${"new ".repeat(n)}a`,
};

describe("canBeParsed", () => {
  for (const [kind, code] of Object.entries(nested)) {
    test(`refuses ${kind} at a depth of 20,000 and takes them at 100`, () => {
      assert.equal(canBeParsed(code(20_000)), false);
      assert.equal(parseSource(code(20_000)).errors.length, 1);
      assert.equal(canBeParsed(code(100)), true);
    });
  }

  const long: Record<string, string> = {
    "a long sum": `1${" + 1".repeat(20_000)}`,
    "a long chain of calls": `a${".b()".repeat(5000)}`,
    "a long union": `type T = A${" | A".repeat(20_000)}`,
    "many statements": "const a = f(1);\n".repeat(20_000),
    "many statements without semicolons": "foo(a, b)\n".repeat(20_000),
    "a large array": `x = [${'{ a: 1, b: "x" },\n'.repeat(20_000)}]`,
    "a string of brackets": JSON.stringify("(".repeat(20_000)),
  };
  for (const [kind, code] of Object.entries(long))
    test(`takes ${kind}`, () => assert.deepEqual([canBeParsed(code), parseSource(code).errors], [true, []]));
});

describe("depthBound", () => {
  test("is at least the number of open brackets, whatever lies between them", () => {
    const between = fc.constantFrom(
      " ",
      "a",
      ", ",
      "; ",
      "\n",
      "'(' ",
      '"}"',
      "/* ( */",
      "b => ",
      "`)`",
      "[1], ",
      "f({}) + ",
      "if (a) {} ",
    );
    const opened = fc.array(fc.tuple(fc.constantFrom("(", "[", "{", "`${"), between), { maxLength: 200 });
    fc.assert(
      fc.property(opened, (parts) => {
        assert.ok(depthBound(parts.map((part) => part.join("")).join("")) >= parts.length);
      }),
    );
  });
});

describe("a kernel that gets code that is nested deeply", { skip: notBuilt }, () => {
  const folder = projectFolder({ "deep.ts": `export const deep = ${nested.parentheses!(20_000)};` });
  after(() => folder.remove());
  const kernel = kernelOfTests({ folder: folder.path });
  const message = /nested too deeply to be parsed; split it/;

  for (const kind of ["parentheses", "arrows", "templates", "else-ifs", "types", "elements"])
    test(`answers all requests about ${kind}`, async () => {
      const code = nested[kind]!(20_000);
      const { reply } = await kernel().execute(code);
      assert.match(String(reply.evalue), message);
      assert.ok((reply.traceback as string[]).join("").length < 2000);
      assert.equal((await kernel().request("is_complete_request", { code })).reply.status, "invalid");
      const cursor = { code, cursor_pos: code.length };
      assert.equal((await kernel().request("complete_request", cursor)).reply.status, "ok");
      assert.equal((await kernel().request("inspect_request", cursor)).reply.status, "ok");
      assert.equal(await resultOf(kernel(), "1 + 1"), "2");
    });

  test("names a local module", async () => {
    const { reply } = await kernel().execute("import { deep } from './deep'");
    assert.match(String(reply.evalue), /deep\.ts:1:1: .*nested too deeply/);
  });

  test("runs a long sum, and survives what V8 or the type checker cannot read", async () => {
    assert.equal(await resultOf(kernel(), `1${" + 1".repeat(4999)}`), "5000");
    for (const code of [
      `${"~".repeat(20_000)}1`,
      `${"await ".repeat(20_000)}1`,
      `type T = A${"[]".repeat(20_000)}`,
    ])
      assert.equal((await kernel().execute(code)).reply.status, "error");
    assert.equal(await resultOf(kernel(), "1 + 1"), "2");
  });
});

describe("a kernel whose language server is killed", { skip: notBuilt }, () => {
  const kernel = kernelOfTests();

  test("checks the next cells with the names of the earlier ones", async () => {
    await resultOf(kernel(), "const kept: number = 1;");
    await resultOf(
      kernel(),
      `const { execFileSync } = await import("node:child_process");
       execFileSync("pkill", ["-KILL", "-P", String(process.pid), "tsc"]);`,
    );
    assert.equal(await resultOf(kernel(), "kept.toFixed()"), "'1'");
    const { reply } = await kernel().execute("kept.toUpperCase()");
    assert.match(String(reply.evalue), /^TS2339/);
  });
});
