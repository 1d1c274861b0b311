// Child processes of cells and standard output and error below Node's streams: in order, interrupted, and ended with the
// kernel.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { kernelOfTests } from "../../support/kernel.js";
import { KernelClient, notBuilt, printed, resultOf } from "../../support/kernelClient.js";
import { runNotebooks } from "../../support/unattended.js";
import { noJupyter } from "../../support/venv.js";

const onWindows = process.platform === "win32" ? "pipes replace descriptors on POSIX systems only" : false;
const imports = `import { exec, execFileSync, execSync, fork, spawn, spawnSync } from "node:child_process";
import { once } from "node:events"; import fs from "node:fs"; import { Worker } from "node:worker_threads";\n`;

const folder = mkdtempSync(join(tmpdir(), "children-"));
after(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, "forked.cjs"), "console.log('forked')");

/** Returns true for a running process, and false for a zombie. */
function runs(id: number): boolean {
  try {
    process.kill(id, 0);
    return !/\) Z /.test(readFileSync(`/proc/${id}/stat`, "utf8"));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT";
  }
}

async function ended(id: number): Promise<boolean> {
  for (let i = 0; i < 100 && runs(id); i++) await setTimeout(50);
  return !runs(id);
}

describe("text of", { skip: notBuilt || onWindows }, () => {
  const kernel = kernelOfTests();
  const inherit = `{ stdio: "inherit" }`;
  /** Statements that print "text". */
  const printers: Record<string, string> = {
    "execSync with inherited streams": `execSync("echo text", ${inherit});`,
    "execFileSync with inherited streams": `execFileSync("echo", ["text"], ${inherit});`,
    "spawnSync with one inherited stream": `spawnSync("echo", ["text"], { stdio: ["ignore", 1, "pipe"] });`,
    "spawn with inherited streams": `await once(spawn("echo", ["text"], ${inherit}), "exit");`,
    "a grandchild": `await once(spawn("sh", ["-c", "sh -c 'echo text' & wait"], ${inherit}), "exit");`,
    "fs.writeSync of a string": `fs.writeSync(1, "text\\n");`,
    "fs.writeSync of a part of a buffer": `fs.writeSync(1, Buffer.from("no text\\n"), 3);`,
    "fs.write": `await new Promise((done) => fs.write(1, "text\\n", done));`,
    "fs.writeFileSync": `fs.writeFileSync("/dev/stdout", "text\\n");`,
    "fs.appendFileSync of a descriptor": `fs.appendFileSync(1, "text\\n");`,
    "native code": `(process as any)._rawDebug("text"); await new Promise((done) => setTimeout(done, 500));`,
  };
  for (const [what, code] of Object.entries(printers))
    test(`${what} appears under its cell, in order`, async () => {
      const { published } = await kernel().execute(
        `${imports}console.log("before"); ${code} console.log("after");`,
      );
      const texts = published.filter(({ header }) => header.msg_type === "stream");
      assert.equal(texts.map(({ content }) => content.text).join(""), "before\ntext\nafter\n");
    });

  test("fork and of a worker appears under the cell", async () => {
    const { published } = await kernel().execute(
      `${imports}await once(fork(${JSON.stringify(join(folder, "forked.cjs"))}), "exit");
      await once(new Worker("console.log('console'); require('fs').writeSync(1, 'descriptor\\\\n')", { eval: true }), "exit");`,
    );
    assert.deepEqual(printed(published).trim().split("\n").sort(), ["console", "descriptor", "forked"]);
  });

  test("standard error is on the stream stderr", async () => {
    const { published } = await kernel().execute(
      `${imports}execSync("echo one >&2", ${inherit}); fs.writeSync(2, "two\\n");`,
    );
    assert.equal(printed(published, "stderr"), "one\ntwo\n");
    assert.equal(printed(published), "");
  });

  test("a child that blocks the cell is shown while it runs", async () => {
    const id = await kernel().submit(`${imports}execSync("echo early; sleep 1.5", ${inherit});`);
    await kernel().until(() => printed(kernel().of(id)) === "early\n");
    assert.equal(kernel().isIdleAfter(id), false);
    await kernel().answerTo(id);
  });

  test("a loop of prints, children and displays is in order", async () => {
    const { published } = await kernel().execute(
      `${imports}for (let i = 0; i < 8; i++) { console.log("p" + i); execSync("echo c" + i, ${inherit}); display("d" + i); }`,
    );
    const made = published
      .slice(1)
      .map(({ content }) => content.text ?? (content.data as Record<string, string>)["text/plain"]);
    const expected = Array.from({ length: 8 }, (_, i) => `p${i}\nc${i}\n'd${i}'`).join("");
    assert.equal(made.join(""), expected);
  });

  test("20,000 lines of a child is complete, also with characters of several bytes", async () => {
    const script = "for (let i = 0; i < 20000; i++) console.log(i + 'ä€')";
    const { published } = await kernel().execute(
      `${imports}execFileSync(process.execPath, ["-e", ${JSON.stringify(script)}], ${inherit});`,
    );
    assert.equal(printed(published), Array.from({ length: 20_000 }, (_, i) => `${i}ä€\n`).join(""));
    assert.ok(published.length < 200, `${published.length} messages`);
  });

  test("a child that prints after its cell is shown under that cell", async () => {
    const { id } = await kernel().execute(
      `${imports}spawn("sh", ["-c", "sleep 0.2; echo late"], ${inherit}); 1`,
    );
    await kernel().until(() => printed(kernel().of(id)) === "late\n");
  });

  test("a child is in the notebook of an unattended run", { skip: noJupyter }, async () => {
    const [run] = await runNotebooks([
      [`${imports}spawn("sh", ["-c", "sleep 0.2; echo late"], ${inherit}); 1`],
    ]);
    assert.equal(run!.outputs[0]!.map(({ text }) => text ?? "").join(""), "late\n");
  });

  test("a child whose output the cell reads is not shown", async () => {
    assert.equal(await resultOf(kernel(), `${imports}execSync("echo read").toString()`), "'read\\n'");
    const { published } = await kernel().execute(
      `${imports}await new Promise((done) => exec("echo read", done)); spawnSync("echo", ["read"]); 1`,
    );
    assert.equal(printed(published), "");
  });
});

describe("an interrupt ends", { skip: notBuilt || onWindows }, () => {
  const kernel = kernelOfTests();
  /** Cells that print the id of their child and then wait for it. */
  const waiting: Record<string, string> = {
    execSync: `execSync("echo $$; exec sleep 100", { stdio: "inherit" });`,
    "execSync of a shell with a child": `execSync("sh -c 'echo $$; sleep 100; true'; true", { stdio: "inherit" });`,
    "spawnSync of a program that ignores signals": `spawnSync("sh", ["-c", "trap '' INT; echo $$; while true; do sleep 1; done"], { stdio: "inherit" });`,
    "execSync in a loop that catches errors": `while (true) { try { execSync("echo $$; exec sleep 100", { stdio: "inherit" }); } catch {} }`,
    "a child that the cell awaits": `await once(spawn("sh", ["-c", "echo $$; exec sleep 100"], { stdio: "inherit" }), "exit");`,
  };
  for (const [what, code] of Object.entries(waiting))
    test(what, async () => {
      await resultOf(kernel(), "var kept = 'state';");
      const id = await kernel().submit(`${imports}${code}`);
      await kernel().until(() => /^\d+\n/.test(printed(kernel().of(id))));
      await setTimeout(200);
      await kernel().interrupt();
      const { reply } = await kernel().answerTo(id);
      assert.equal(reply.ename, "KeyboardInterrupt");
      assert.equal(await ended(Number.parseInt(printed(kernel().of(id)), 10)), true);
      assert.equal(await resultOf(kernel(), "kept"), "'state'");
    });

  test("no child of another cell", async () => {
    const { published } = await kernel().execute(
      `${imports}const other = spawn("sleep", ["100"]); console.log(other.pid);`,
    );
    const id = await kernel().submit(`${imports}execSync("echo in; exec sleep 100", { stdio: "inherit" });`);
    await kernel().until(() => printed(kernel().of(id)) === "in\n");
    await kernel().interrupt();
    assert.equal((await kernel().answerTo(id)).reply.status, "error");
    assert.equal(runs(Number(printed(published))), true);
    await kernel().execute("other.kill()");
  });
});

describe("the end of the kernel", { skip: notBuilt || onWindows }, () => {
  const started: Record<string, string> = {
    "children of its cells": `const child = spawn("sleep", ["100"]); console.log(child.pid);`,
    "children that ignore SIGTERM": `const child = spawn("sh", ["-c", "trap '' TERM; echo $$; while true; do sleep 1; done"], { stdio: "inherit" });`,
    grandchildren: `const child = spawn("sh", ["-c", "sh -c 'echo $$; sleep 100; true'; true"], { stdio: "inherit" });`,
    "the child that a cell waits for": `execSync("echo $$; exec sleep 100", { stdio: "inherit" });`,
  };
  for (const [what, code] of Object.entries(started))
    test(`ends ${what}`, async () => {
      const client = await KernelClient.start();
      const id = await client.submit(`${imports}${code}`);
      await client.until(() => /^\d+\n/.test(printed(client.of(id))));
      await client.close();
      assert.equal(await ended(Number.parseInt(printed(client.of(id)), 10)), true);
    });

  test("keeps a detached child", async () => {
    const client = await KernelClient.start();
    const { published } = await client.execute(
      `${imports}const child = spawn("sleep", ["30"], { detached: true }); child.unref(); console.log(child.pid);`,
    );
    await client.close();
    const id = Number(printed(published));
    assert.equal(runs(id), true);
    process.kill(id);
  });
});
