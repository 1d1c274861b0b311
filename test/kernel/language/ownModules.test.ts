// Types of the kernel's packages in a notebook in any folder.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { CellDocuments } from "../../../src/kernel/language/cellDocuments.js";
import { OwnModules } from "../../../src/kernel/language/ownModules.js";
import { parseCell } from "../../../src/kernel/source/cellSource.js";

describe("packages that only the kernel has", () => {
  const folder = mkdtempSync(join(tmpdir(), "elsewhere-"));
  after(() => rmSync(folder, { recursive: true }));

  test("a specifier is bridged, and positions lead back to the cell", () => {
    const opened: string[] = [];
    const modules = new OwnModules(folder, (_uri, text) => opened.push(text));
    const code = 'import { test } from "sharp"; const x = 1;\nconst y = 2;';
    const { text, original } = modules.bridge(code);
    assert.match(text, /from "\/.*\.bridge-sharp\.mts"; const x = 1;\nconst y = 2;$/);
    assert.match(opened[0]!, /export \* from "sharp"/);
    assert.deepEqual(original({ line: 0, character: text.indexOf("x = 1") }), {
      line: 0,
      character: code.indexOf("x = 1"),
    });
    assert.deepEqual(original({ line: 1, character: 6 }), { line: 1, character: 6 });
  });

  test("modules of Node, local files and packages of the notebook's folder are not bridged", () => {
    mkdirSync(join(folder, "node_modules", "zeromq"), { recursive: true });
    const modules = new OwnModules(folder, () => assert.fail("nothing is to be opened"));
    for (const specifier of ["node:fs", "./sharp", "/sharp", "zeromq", "no-such-package"]) {
      const code = `import x from "${specifier}";`;
      assert.equal(modules.bridge(code).text, code);
    }
  });

  test("the language server knows their types", async () => {
    const documents = new CellDocuments(folder);
    try {
      const cell = parseCell('import sharp from "sharp"; const wrong: number = sharp("a.png");');
      const [problem, ...more] = await documents.check(cell, "typescript");
      assert.equal(more.length, 0);
      assert.equal(problem?.code, 2322);
      assert.equal(problem.start.character, cell.code.indexOf("wrong"));
    } finally {
      documents.stop();
    }
  });
});
