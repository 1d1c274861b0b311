// A folder is locked by one process at a time, and the lock of a process that has ended does not count.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { FileError } from "../../../../src/lib/base/errors.js";
import { lockFolder, lockName } from "../../../../src/lib/base/files/folderLock.js";
import { root } from "../../../support/venv.js";

describe("lockFolder", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lock-"));
    file = join(folder, lockName);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Starts a process that locks the folder and waits. */
  async function otherProcess() {
    const program = `
      const { lockFolder } = await import("./src/lib/base/files/folderLock.ts");
      lockFolder(${JSON.stringify(folder)});
      console.log("locked");
      setInterval(() => {}, 1000);`;
    const args = ["--import", "./test/support/register.mjs", "--input-type=module", "-e", program];
    const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    return child;
  }

  test("leaves one file that names the process, and nothing after the end", () => {
    const unlock = lockFolder(folder);
    assert.deepEqual(readdirSync(folder), [lockName]);
    assert.equal((JSON.parse(readFileSync(file, "utf8")) as { pid: number }).pid, process.pid);
    unlock();
    assert.deepEqual(readdirSync(folder), []);
  });

  test("refuses a second lock of the same process", () => {
    const unlock = lockFolder(folder);
    assert.throws(() => lockFolder(folder), FileError);
    unlock();
    lockFolder(folder)();
  });

  test("refuses a folder of another process by its number, and takes it after that process was killed", async () => {
    const child = await otherProcess();
    assert.throws(
      () => lockFolder(folder),
      (error) =>
        error instanceof FileError && error.message.includes(`process ${child.pid} on ${hostname()}`),
    );
    child.kill("SIGKILL");
    await once(child, "exit");
    assert.ok(existsSync(file));
    lockFolder(folder)();
  });

  test("takes the lock of a process whose number another process has now", () => {
    lockFolder(folder)();
    const unlock = lockFolder(folder);
    const mine = JSON.parse(readFileSync(file, "utf8")) as object;
    unlock();
    writeFileSync(file, JSON.stringify({ ...mine, started: "1" }));
    lockFolder(folder)();
  });

  test("takes the lock of a machine that was started again, and an unreadable one", () => {
    for (const content of [
      JSON.stringify({ pid: 1, host: hostname(), space: "x pid:[1]", started: "1" }),
      "",
    ]) {
      writeFileSync(file, content);
      lockFolder(folder)();
    }
  });

  test("refuses the lock of another machine, and says which file to remove", () => {
    writeFileSync(file, JSON.stringify({ pid: 1, host: "node17", space: "", started: "", since: "today" }));
    assert.throws(() => lockFolder(folder), /process 1 on node17 since today.*remove .*run\.lock/);
  });
});
