import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import {
  type FileContent,
  writeFileAtomic,
  writeFileAtomicSync,
} from "../../../src/lib/base/writeFileAtomic.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "atomic-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const writers = {
  writeFileAtomic,
  writeFileAtomicSync: async (file: string, content: FileContent) => writeFileAtomicSync(file, content),
};

for (const [name, write] of Object.entries(writers)) {
  describe(name, () => {
    test("writes text, bytes, and pieces in their order", async () => {
      const file = join(folder, "a.txt");
      for (const content of ["één", Buffer.from("één"), [Buffer.from("éé"), Buffer.from("n")]]) {
        await write(file, content);
        assert.equal(readFileSync(file, "utf8"), "één");
      }
      assert.deepEqual(readdirSync(folder), ["a.txt"]);
    });

    test("keeps the old file and removes its own when a piece cannot be written", async () => {
      const file = join(folder, "a.txt");
      await write(file, "old");
      const pieces = [Buffer.from("new"), 7 as unknown as Uint8Array];
      await assert.rejects(write(file, pieces));
      assert.equal(readFileSync(file, "utf8"), "old");
      assert.deepEqual(readdirSync(folder), ["a.txt"]);
    });

    test("rejects a folder that does not exist", async () => {
      await assert.rejects(write(join(folder, "none", "a.txt"), "text"), /ENOENT/);
    });
  });
}
