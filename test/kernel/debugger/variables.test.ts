// Values in the debugger, and code that it evaluates.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { JsonObject } from "../../../src/kernel/host/json.js";
import { debugged } from "../../support/debugClient.js";
import { notBuilt, resultOf } from "../../support/kernelClient.js";

describe("a debugger's values", { skip: notBuilt }, () => {
  const debug = debugged();

  test("lists the notebook's variables, and shows one by its MIME bundle", async () => {
    await resultOf(
      debug().kernel,
      "const words = new Map([['port', 3]]);\nconst html = { [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>x</b>' }) };\nconst big = new Float32Array(1e6); const s = 'a\"b';",
    );
    await debug().ask("initialize");
    const all = await debug().globals();
    const by = (name: string) => all.get(name)!;
    assert.equal(by("words").value, 'Map(1) {"port" => 3}');
    assert.equal(by("s").value, '"a\\"b"');
    assert.ok((await debug().variables(by("big").variablesReference)).length <= 502);
    const rich = (await debug().ask("richInspectVariables", { variableName: "html" })) as {
      data: JsonObject;
    };
    assert.deepEqual(rich.data, { "text/html": "<b>x</b>" });
  });

  test("evaluates declarations that a cell can repeat, and finds cells' names before globals of Node", async () => {
    await resultOf(debug().kernel, "const fetch = 5;");
    await debug().ask("initialize");
    for (const expression of ["const zz = 5", "function ff() {}", "var vv: number = 1"])
      await debug().ask("evaluate", { expression });
    assert.equal(await resultOf(debug().kernel, "const zz = 6; let vv = 7; function ff() {}; zz + vv"), "13");
    const result = async (expression: string) =>
      ((await debug().ask("evaluate", { expression })) as { result: string }).result;
    assert.equal(await result("fetch"), "5");
    assert.equal(await result("{ let x = 1; x + 1 }"), "2");
    assert.equal(await result("{ x: 1 as number }"), "{x: 1}");
    const rich = (await debug().ask("richInspectVariables", { variableName: "fetch" })) as {
      data: JsonObject;
    };
    assert.deepEqual(rich.data, { "text/plain": "5" });
    const names = await debug().globals();
    assert.ok(names.has("fetch") && !names.has("fetch_"));
  });

  test("shows symbols, errors and long values in one short line", async () => {
    await resultOf(
      debug().kernel,
      "const sym = Symbol('s'), text = 'x'.repeat(1e6), failed = new RangeError('far'), many = Object.fromEntries(Array.from({ length: 20000 }, (_, i) => ['k' + i, i]));",
    );
    await debug().ask("initialize");
    const all = await debug().globals();
    const by = (name: string) => all.get(name)!;
    assert.deepEqual([by("sym").value, by("sym").variablesReference], ["Symbol(s)", 0]);
    assert.ok(by("text").value.length < 1100);
    assert.equal(by("failed").value, "RangeError: far");
    assert.equal((await debug().variables(by("many").variablesReference)).length, 500);
  });
});
