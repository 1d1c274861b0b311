// Completion and inspection requests of a front end. `‸` marks the cursor.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { kernelOfTests } from "../../support/kernel.js";
import { notBuilt, resultOf } from "../../support/kernelClient.js";

const folder = mkdtempSync(join(tmpdir(), "assistance-"));
writeFileSync(join(folder, "helper.ts"), "export const helped = 1;\n");

describe("code assistance", { skip: notBuilt }, () => {
  after(() => rmSync(folder, { recursive: true, force: true }));
  const kernel = kernelOfTests({ folder });
  const at = (marked: string) => {
    const code = marked.replace("‸", "");
    return { code, cursor_pos: [...marked.slice(0, marked.indexOf("‸"))].length };
  };
  const complete = async (marked: string) => {
    const { reply } = await kernel().request("complete_request", at(marked));
    const { code } = at(marked);
    const characters = [...code];
    const done = (match: string) =>
      [
        ...characters.slice(0, reply.cursor_start as number),
        match,
        ...characters.slice(reply.cursor_end as number),
      ].join("");
    return {
      matches: reply.matches as string[],
      done,
      metadata: reply.metadata as { _jupyter_types_experimental: { type: string }[] },
    };
  };
  const inspect = async (marked: string) => {
    const { reply } = await kernel().request("inspect_request", { ...at(marked), detail_level: 0 });
    return reply as { found: boolean; data: Record<string, string> };
  };

  test("members are completed after a dot, with their kind", async () => {
    const { matches, metadata, done } = await complete(
      "const tile = { width: 1, area() { return 1 } };\ntile.‸",
    );
    assert.deepEqual(matches, ["area", "width"]);
    assert.deepEqual(
      metadata._jupyter_types_experimental.map(({ type }) => type),
      ["method", "field"],
    );
    assert.match(done("width"), /tile\.width$/);
  });

  test("members are completed from their first letters, also after characters outside the basic plane", async () => {
    const { matches, done } = await complete("const s = '🛰️🛰️'; s.toUpp‸");
    assert.deepEqual(matches, ["toUpperCase"]);
    assert.equal(done("toUpperCase"), "const s = '🛰️🛰️'; s.toUpperCase");
  });

  test("names of earlier cells are completed", async () => {
    await resultOf(kernel(), "const satelliteImage = 1; function satelliteName() { return '' }");
    const { matches } = await complete("satel‸");
    assert.deepEqual(matches, ["satelliteImage", "satelliteName"]);
  });

  test("names of the kernel's own modules are not completed", async () => {
    await resultOf(kernel(), "const __cellular = 1");
    assert.deepEqual((await complete("__cell‸")).matches, ["__cellular"]);
  });

  test("a name that is being redeclared has its new type", async () => {
    await resultOf(kernel(), "let again = 1;");
    assert.deepEqual((await complete("let again = 'a'; again.toUpperC‸")).matches, ["toUpperCase"]);
  });

  test("inspected code does not add to the global scope", async () => {
    await inspect("declare global { const lookedAt: num‸ber }");
    await resultOf(kernel(), "declare global { const lookedAt: number }");
  });

  test("strings of a literal type are completed as a whole", async () => {
    await resultOf(kernel(), "function open(mode: 'read-only' | 'read-write', n = 0) {}");
    const { matches, done } = await complete('open("read-‸")');
    assert.deepEqual(matches, ["read-only", "read-write"]);
    assert.equal(done("read-only"), 'open("read-only")');
    assert.deepEqual((await complete('const k: "a" | "b" = "‸"')).matches, ["a", "b"]);
  });

  test("keys are completed in brackets", async () => {
    assert.deepEqual((await complete('const o = { "a-b": 1, c: 2 };\no["‸"]')).matches, ["a-b", "c"]);
  });

  test("import paths and imported names are completed", async () => {
    const { matches, done } = await complete('import { helped } from "./hel‸"');
    assert.deepEqual(matches, ["helper"]);
    assert.equal(done("helper"), 'import { helped } from "./helper"');
    assert.ok((await complete('import fs from "node:f‸"')).matches.includes("node:fs"));
    assert.ok((await complete('import { readFileS‸ } from "node:fs"')).matches.includes("readFileSync"));
  });

  test("properties of an options object are completed", async () => {
    assert.deepEqual(
      (await complete("function go(o: { speed: number; gear?: string }) {}\ngo({ s‸")).matches,
      ["speed"],
    );
  });

  test("completion answers while a cell awaits", async () => {
    const id = await kernel().submit("await new Promise((done) => setTimeout(done, 300))");
    assert.ok((await complete("Math.ab‸")).matches.includes("abs"));
    assert.equal(kernel().isIdleAfter(id), false);
    await kernel().answerTo(id);
  });

  test("inspection returns signature and doc comment", async () => {
    await resultOf(
      kernel(),
      "/** Scales a tile.\n * @param by the factor */\nfunction scale(by: number): number { return by }",
    );
    const { found, data } = await inspect("sca‸le(2)");
    assert.ok(found);
    assert.match(data["text/markdown"]!, /function scale\(by: number\): number/);
    assert.match(data["text/plain"]!, /Scales a tile\./);
    assert.match(data["text/plain"]!, /the factor/);
  });

  for (const marked of ["scale(‸", "scale(‸)", "scale(1‸)", 'scale("‸")', "scale(1, ‸"]) {
    test(`inspection inside a call returns its signature: ${marked}`, async () => {
      const { data } = await inspect(marked);
      assert.match(data["text/plain"]!, /scale\(by: number\): number/);
      assert.match(data["text/plain"]!, /Scales a tile\./);
    });
  }

  test("inspection returns the type of a variable at its end", async () => {
    await resultOf(kernel(), "const pair: [number, string] = [1, 'a'];");
    assert.match((await inspect("pair‸")).data["text/plain"]!, /const pair: \[number, string\]/);
  });

  describe("of a value whose type is any", () => {
    before(async () => {
      await resultOf(
        kernel(),
        `const parsed = JSON.parse('{"alpha": 1, "beta": {"gamma": [{"delta": 2}]}, "a key": 3}');
        const json = '{"inner": 1}';
        let ran: string[] = [];
        const guarded: any = {
          get harmful() { ran.push("getter"); return { inner: 1 } },
          get harmless() { return parsed.beta },
          call() { ran.push("call"); return { inner: 1 } },
        };
        const trap: any = new Proxy({}, { ownKeys() { ran.push("trap"); return [] }, get() { ran.push("trap"); return { inner: 1 } } });
        class Probe { seen = 1; private hidden = 2; measure() { return 1 } }
        const probe: any = new Probe(), typedProbe = new Probe();
        const numbers: any = new Float32Array(10);
        process.env.AMFMN_COMPLETED = "1";
        const byName: Record<string, number> = { first: 1, second: 2 };`,
      );
    });
    const completions: Record<string, string[]> = {
      "parsed.‸": ["alpha", "beta"],
      "parsed.be‸": ["beta"],
      "parsed . beta . ‸": ["gamma"],
      "parsed?.beta!.‸": ["gamma"],
      "parsed['beta'].gamma[0].‸": ["delta"],
      "if (parsed.al‸) {": ["alpha"],
      'parsed["‸"]': ["a key", "alpha", "beta"],
      'parsed["a k‸"]': ["a key"],
      "JSON.parse(json).‸": ["inner"],
      'JSON.parse("{\\"direct\\": 1}").‸': [],
      "JSON.parse('{\"direct\": 1}').‸": ["direct"],
      "process.env.AMFMN_COMP‸": ["AMFMN_COMPLETED"],
      "byName.‸": ["first", "second"],
      'byName["sec‸"]': ["second"],
      "guarded.harmless.‸": ["gamma"],
      "guarded.harmful.‸": [],
      "guarded.call().‸": [],
      "trap.inner.‸": [],
      "trap.‸": [],
      "probe.se‸": ["seen"],
      "probe.me‸": ["measure"],
      "numbers.subar‸": ["subarray"],
      "parsed.alpha.toFix‸": ["toFixed"],
      "unknownName.‸": [],
    };
    for (const [marked, expected] of Object.entries(completions))
      test(`the members of the living value are completed: ${marked}`, async () =>
        assert.deepEqual((await complete(marked)).matches, expected));

    test("a class keeps its private members to itself", async () =>
      assert.deepEqual((await complete("typedProbe.‸")).matches, ["measure", "seen"]));

    test("no getter, call or trap of the value runs", async () =>
      assert.equal(await resultOf(kernel(), "ran"), "[]"));

    test("a name of Node that a cell declared is completed by the cell's value", async () => {
      await resultOf(kernel(), "const performance: any = { ofCell: 1 };");
      assert.deepEqual((await complete("performance.‸")).matches, ["ofCell"]);
    });
  });

  test("a completion replaces the whole word around the cursor", async () => {
    const { done } = await complete("const tile = { width: 1 };\ntile.wi‸ght + 1");
    assert.match(done("width"), /\ntile\.width \+ 1$/);
    const { done: key } = await complete('const k: { "a-b": 1 } = null!; k["a‸-c"]');
    assert.match(key("a-b"), /k\["a-b"\]$/);
    const { done: none } = await complete("const x = 1;\nx + ‸y");
    assert.match(none("x"), /x \+ xy$/);
  });

  test("names and entries of the kernel's packages are completed", async () => {
    const { matches, done } = await complete('import { createMod‸ } from "amfmn-lab";');
    assert.deepEqual(matches, ["createModel"]);
    assert.equal(done("createModel"), 'import { createModel } from "amfmn-lab";');
    assert.ok((await complete("import { ‸ } from 'amfmn-lab/data'")).matches.includes("synthesize"));
    assert.ok((await complete("import { ‸ } from 'node:path'")).matches.includes("join"));
    assert.ok((await complete("import lab from 'amf‸'")).matches.includes("amfmn-lab"));
    assert.deepEqual((await complete("import lab from 'amfmn-lab/trai‸'")).matches, ["training"]);
  });

  test("questions at the same time get answers to their own code", async () => {
    const [first, second, third] = await Promise.all([
      complete("const p = { left: 1 };\np.‸"),
      complete("const p = { right: 1 };\np.‸"),
      inspect("const mid‸dle = 'x'"),
    ]);
    assert.deepEqual([first!.matches, second!.matches], [["left"], ["right"]]);
    assert.match(third!.data["text/plain"]!, /const middle/);
  });

  test("inspection of an earlier name shows its type and documentation", async () => {
    await resultOf(
      kernel(),
      `/** Rate of learning. */ const rate = 0.1;
      /** Number of steps. */ let steps = 1;
      /** Adds one. */ function increment(n: number) { return n + 1 }
      /** A scene. */ class Scene { constructor(readonly name: string) {} }
      /** A size. */ type Size = [number, number];
      import { basename } from "node:path"; import * as os from "node:os";`,
    );
    const texts: Record<string, RegExp> = {
      "ra‸te": /^const rate: 0\.1\nRate of learning\.$/,
      "st‸eps": /^let steps: number\nNumber of steps\.$/,
      "increment‸": /^function increment\(n: number\): number\nAdds one\.$/,
      "new Sce‸ne('a')": /^constructor Scene\(name: string\): Scene\nA scene\.$/,
      "let s: Si‸ze": /^type Size = \[number, number\]\nA size\.$/,
      "basename‸": /^.*basename\(path: string, suffix\?: string.*\): string\n/,
      "os‸": /^module "node:os"/,
    };
    for (const [marked, expected] of Object.entries(texts)) {
      const { data } = await inspect(marked);
      assert.match(data["text/plain"]!, expected);
      assert.doesNotMatch(data["text/markdown"]!, /alias|__cells__|\.notebook/);
    }
  });

  test("inspection of a name that nothing declares finds nothing", async () => {
    for (const marked of ["unheard‸", "unheardOf.me‸mber", "let u: Unheard‸"])
      assert.equal((await inspect(marked)).found, false, marked);
  });

  test("inspection of nothing finds nothing", async () =>
    assert.equal((await inspect("  ‸  ")).found, false));

  for (const cursor_pos of [-5, 1000]) {
    test(`a cursor at ${cursor_pos}, outside the code, is no error`, async () => {
      const { reply } = await kernel().request("complete_request", { code: "Math.", cursor_pos });
      assert.equal(reply.status, "ok");
    });
  }
});
