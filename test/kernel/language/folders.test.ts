// Notebooks in folders with odd names.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { after, describe, test } from "node:test";
import { ServerPaths } from "../../../src/kernel/language/serverPaths.js";
import { KernelClient, notBuilt, resultOf } from "../../support/kernelClient.js";

const reason = sep === "/" ? notBuilt : "Windows does not allow these names";
const base = mkdtempSync(join(tmpdir(), "folders-"));
after(() => rmSync(base, { recursive: true, force: true }));

describe("a notebook in a folder with the name", { skip: reason }, () => {
  for (const name of ["a\\b", "a[b]{c}", "a b#c%20d?e", "a'b\"c`d$e", "größe 図", "a\nb", "a:*|<>&;(b)"])
    test(`${JSON.stringify(name)} is checked and runs`, async (t) => {
      const folder = join(base, name);
      mkdirSync(join(folder, "node_modules", "pack"), { recursive: true });
      writeFileSync(join(folder, "helper.ts"), "export const helped: number = 1;\n");
      writeFileSync(
        join(folder, "node_modules/pack/package.json"),
        '{"name":"pack","main":"i.js","types":"i.d.ts"}',
      );
      writeFileSync(join(folder, "node_modules/pack/i.js"), "exports.packed = 2;\n");
      writeFileSync(join(folder, "node_modules/pack/i.d.ts"), "export declare const packed: number;\n");
      const kernel = await KernelClient.start({ folder });
      t.after(() => kernel.close());
      const refused = async (code: string, expected: RegExp) => {
        const { reply } = await kernel.execute(code);
        assert.match(String(reply.evalue), expected);
      };
      assert.equal(await resultOf(kernel, "import { helped } from './helper.ts'; helped"), "1");
      await refused("const text: string = helped;", /^TS2322/);
      await refused(
        "import type { packed } from 'pack'; const other: string = 0 as typeof packed;",
        /^TS2322/,
      );
      assert.equal(await resultOf(kernel, "(require('pack') as typeof import('pack')).packed"), "2");
      assert.equal(await resultOf(kernel, "__dirname === process.cwd()"), "true");
      await refused("document", /^TS2584/);
      assert.equal(await resultOf(kernel, "typeof display"), "'function'");
      const cursor = { code: "import { helped } from './hel", cursor_pos: 29 };
      assert.deepEqual((await kernel.request("complete_request", cursor)).reply.matches, ["helper"]);
      writeFileSync(join(folder, "helper.ts"), "export const helped: string = 'x';\n");
      assert.equal(
        await resultOf(kernel, "import { helped } from './helper.ts'; helped.toUpperCase()"),
        "'X'",
      );
    });
});

describe("ServerPaths", { skip: sep === "/" ? false : "paths of Windows" }, () => {
  test("links the outermost folder with an odd name, and removes the link", () => {
    const folder = join(base, "p\\q", "r[s]");
    mkdirSync(folder, { recursive: true });
    const paths = new ServerPaths(folder);
    const linked = paths.path(join(folder, "cell.mts"));
    assert.doesNotMatch(linked.replace("r[s]", ""), /[\\[\]{}]/);
    assert.deepEqual(readdirSync(paths.path(join(base, "p\\q"))), ["r[s]"]);
    assert.equal(paths.readable(`at ${linked}`), `at ${join(folder, "cell.mts")}`);
    paths.close();
    assert.equal(existsSync(paths.path(join(base, "p\\q"))), false);
    assert.ok(existsSync(folder));
  });

  test("leaves the paths of other folders as they are", () => {
    const paths = new ServerPaths(join(base, "plain"));
    assert.equal(paths.path(join(base, "plain", "a b.ts")), join(base, "plain", "a b.ts"));
    assert.equal(paths.isLinked, false);
  });
});
