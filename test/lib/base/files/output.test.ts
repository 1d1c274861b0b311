// The place of a result is tried before the work, and an error of the file system is one sentence.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { FileError, OptionError } from "../../../../src/lib/base/errors.js";
import {
  makeFolder,
  removeLeftovers,
  requireDistinctFiles,
  requireWritableFile,
  requireWritableFolder,
} from "../../../../src/lib/base/files/output.js";
import { writeFileAtomic, writeFileAtomicSync } from "../../../../src/lib/base/writeFileAtomic.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "output-"));
  writeFileSync(join(folder, "file"), "old");
  mkdirSync(join(folder, "folder"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const refusesWith = (code: string, call: () => void) =>
  assert.throws(call, (error) => {
    assert.ok(error instanceof FileError, String(error));
    assert.equal(error.code, code);
    assert.match(
      error.message,
      new RegExp(`^[^\\n]*: expected [^\\n]*, found [^\\n]* \\(${code}\\); [^\\n]*\\.$`),
    );
    return true;
  });

describe("requireWritableFile", () => {
  test("accepts a new and an existing file, and changes nothing", () => {
    requireWritableFile(join(folder, "new"));
    requireWritableFile(join(folder, "file"));
    assert.deepEqual(readdirSync(folder), ["file", "folder"]);
    assert.equal(readFileSync(join(folder, "file"), "utf8"), "old");
  });

  test("refuses a place that cannot be written, each with its own sentence", () => {
    refusesWith("EISDIR", () => requireWritableFile(join(folder, "folder")));
    refusesWith("ENOENT", () => requireWritableFile(join(folder, "none", "a")));
    refusesWith("ENOTDIR", () => requireWritableFile(join(folder, "file", "a")));
    refusesWith("ENAMETOOLONG", () => requireWritableFile(join(folder, "a".repeat(300))));
  });

  test("refuses a URL", () => {
    assert.throws(() => requireWritableFile("https://example.org/a.npy"), /expected a path, found the URL/);
  });
});

describe("requireWritableFolder", () => {
  test("makes the folder and leaves nothing in it", () => {
    requireWritableFolder(join(folder, "a", "b"));
    assert.deepEqual(readdirSync(join(folder, "a", "b")), []);
  });

  test("refuses a file in its place, and a place below a file", () => {
    refusesWith("EEXIST", () => requireWritableFolder(join(folder, "file")));
    refusesWith("ENOTDIR", () => requireWritableFolder(join(folder, "file", "a")));
    refusesWith("ENAMETOOLONG", () => makeFolder(join(folder, "a".repeat(300))));
  });
});

describe("requireDistinctFiles", () => {
  test("names two options with one file, also through a link, and accepts a device twice", () => {
    symlinkSync(join(folder, "file"), join(folder, "link"));
    const files = { "--out": join(folder, "link"), "--compare": join(folder, "file") };
    assert.throws(
      () => requireDistinctFiles(files),
      (error) =>
        error instanceof OptionError && /^--compare: expected another file than --out/.test(error.message),
    );
    requireDistinctFiles({ "--out": join(folder, "new"), "--markdown": undefined, "--compare": "file" });
    requireDistinctFiles({ "--out": "/dev/null", "--markdown": "/dev/null" });
  });
});

describe("removeLeftovers", () => {
  test("removes the temporary copies of the named files only", () => {
    for (const name of ["best.7.part", "other.7.part", "best.part"]) writeFileSync(join(folder, name), "");
    removeLeftovers(folder, ["best"]);
    assert.deepEqual(readdirSync(folder).sort(), ["best.part", "file", "folder", "other.7.part"]);
  });
});

for (const [name, write] of Object.entries({
  writeFileAtomic,
  writeFileAtomicSync: async (file: string, text: string) => writeFileAtomicSync(file, text),
})) {
  describe(name, () => {
    test("writes into a full device with a sentence, and keeps the device", async () => {
      await assert.rejects(write("/dev/full", "text"), /\/dev\/full: .* no space left .*\(ENOSPC\)/);
      await write("/dev/null", "text");
      assert.ok(lstatSync("/dev/full").isCharacterDevice() && lstatSync("/dev/null").isCharacterDevice());
    });

    test("writes into a pipe", async () => {
      const pipe = join(folder, "pipe");
      execFileSync("sh", ["-c", `mkfifo ${pipe}`]);
      const reader = spawn("cat", [pipe], { stdio: ["ignore", "pipe", "inherit"] });
      const [[chunk]] = await Promise.all([once(reader.stdout, "data"), write(pipe, "text")]);
      assert.equal(String(chunk), "text");
      assert.ok(lstatSync(pipe).isFIFO());
    });

    test("replaces the target of a symbolic link and keeps the link", async () => {
      symlinkSync(join(folder, "file"), join(folder, "link"));
      await write(join(folder, "link"), "new");
      assert.ok(lstatSync(join(folder, "link")).isSymbolicLink());
      assert.equal(readFileSync(join(folder, "file"), "utf8"), "new");
    });

    test("refuses a folder of that name", async () => {
      await assert.rejects(write(join(folder, "folder"), "text"), /found a folder/);
    });
  });
}
