// The end of a kernel, by request or with its parent: no process and no file remains.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { KernelClient, notBuilt, resultOf } from "../../support/kernelClient.js";

const procfs = existsSync("/proc/self/stat") ? false : "processes are looked for in /proc, which is not here";

/** Returns the ids of a process and of its child processes. */
function family(id: number): number[] {
  const children = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && parentOf(Number(name)) === id)
    .map(Number);
  return [id, ...children.flatMap(family)];
}

function parentOf(id: number): number | undefined {
  try {
    return Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${id}/stat`, "utf8"))?.[1]);
  } catch {
    return undefined;
  }
}

/** Returns true for a running process, and false for a zombie. */
function runs(id: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${id}/stat`, "utf8"));
  } catch {
    return false;
  }
}

async function ended(ids: readonly number[]): Promise<void> {
  for (let i = 0; i < 100 && ids.some(runs); i++) await setTimeout(100);
  assert.deepEqual(ids.filter(runs), []);
}

const temporaryFolders = () => readdirSync(tmpdir()).filter((name) => name.startsWith("typescript-lab-"));

describe("a kernel", { skip: notBuilt || procfs }, () => {
  const situations: Record<string, string> = {
    "is idle": "1",
    "runs an endless loop": "while (true);",
    "waits for a promise": "await new Promise(() => {});",
    "has a timer and a server":
      "setInterval(() => {}, 10); (await import('node:http')).createServer().listen(0);",
    "has an inspector session of its own": "new (await import('node:inspector')).Session().connect();",
  };
  for (const [what, code] of Object.entries(situations)) {
    test(`that ${what} shuts down with all that it started`, async () => {
      const client = await KernelClient.start();
      // The check of the first cell starts the language server.
      await resultOf(client, "0");
      const ids = family(client.process.pid!);
      assert.ok(ids.length > 1, "the language server runs as well");
      await client.submit(code);
      await setTimeout(200);
      await client.close();
      await ended(ids);
      assert.equal(client.stderr, "");
    });
  }

  test("replies to a shutdown before it ends, and leaves no file", async () => {
    const before = temporaryFolders();
    const client = await KernelClient.start();
    await resultOf(client, "/** @module kept */ export const a = 1;");
    assert.equal(await resultOf(client, "import { a } from './kept'; a"), "1");
    const { reply } = await client.request("shutdown_request", { restart: true }, "control");
    assert.deepEqual(reply, { status: "ok", restart: true });
    await client.close();
    assert.deepEqual(
      temporaryFolders().filter((name) => !before.includes(name)),
      [],
    );
  });

  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    test(`that gets ${signal} ends its language server, too`, async () => {
      const client = await KernelClient.start();
      await resultOf(client, "0");
      const ids = family(client.process.pid!);
      client.process.kill(signal);
      await ended(ids);
      await client.close();
      assert.equal(client.stderr, "");
    });
  }

  test("ends when its parent has ended, also in the middle of a loop", async () => {
    const parent = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    const client = await KernelClient.start({ env: { JPY_PARENT_PID: String(parent.pid) } });
    const ids = family(client.process.pid!);
    await client.submit("while (true);");
    parent.kill("SIGKILL");
    await ended(ids);
    await client.close();
  });
});
