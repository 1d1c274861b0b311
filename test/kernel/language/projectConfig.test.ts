// The language server loads the notebook, and not the project that the notebook's folder is in.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, mock, test } from "node:test";
import { fileURLToPath } from "node:url";
import { CellDocuments } from "../../../src/kernel/language/cellDocuments.js";
import { LanguageServer } from "../../../src/kernel/language/server.js";
import { parseCell } from "../../../src/kernel/source/cellSource.js";

/** Writes a file that was never read. */
function writeUnread(file: string, text: string): void {
  writeFileSync(file, text);
  utimesSync(file, 0, 1);
}

/** Returns true if the file was read since it was written. Some file systems do not keep that. */
function wasRead(file: string): boolean {
  return statSync(file).atimeMs > 0;
}

describe("a notebook in the folder of a project", () => {
  const project = mkdtempSync(join(tmpdir(), "project-"));
  const folder = join(project, "notebooks");
  const ofProject = join(project, "project.ts");
  const imported = join(folder, "imported.ts");
  after(() => rmSync(project, { recursive: true }));
  mkdirSync(folder);
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ include: ["**/*.ts"] }));

  test("no file outside it is opened, except in packages", async () => {
    const opened = mock.method(LanguageServer.prototype, "open").mock;
    const documents = new CellDocuments(folder);
    try {
      assert.deepEqual(await documents.check(parseCell("const now = Date.now();"), "typescript"), []);
      const files = opened.calls.map((call) => fileURLToPath(call.arguments[0]));
      assert.ok(files.length > 3);
      assert.deepEqual(
        files.filter((file) => !file.startsWith(folder) && !/[\\/]node_modules[\\/]/.test(file)),
        [],
      );
    } finally {
      documents.stop();
      opened.restore();
    }
  });

  for (const own of [undefined, { compilerOptions: { strict: false, rootDir: "." } }]) {
    test(`only modules that a cell imports are read${own ? ", with a tsconfig.json of its own" : ""}`, async (t) => {
      if (own) writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(own));
      writeUnread(ofProject, "export const ofProject = 1;");
      writeUnread(imported, "export const imported = 1;");
      const documents = new CellDocuments(folder);
      try {
        const cell = parseCell(
          'import { imported } from "./imported"; import sharp from "sharp"; sharp; imported;',
        );
        assert.deepEqual(await documents.check(cell, "typescript"), []);
        if (!wasRead(imported)) t.skip("the file system does not keep the time of the last read");
        else assert.ok(!wasRead(ofProject));
      } finally {
        documents.stop();
      }
    });
  }
});
