// Cells with commands, magics, `#!` and objects, in a real kernel.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { kernelOfTests } from "../../support/kernel.js";
import { notBuilt, printed, resultOf } from "../../support/kernelClient.js";

const windows = process.platform === "win32" ? "the commands are those of a POSIX shell" : false;

describe("a cell", { skip: notBuilt }, () => {
  const folder = mkdtempSync(join(tmpdir(), "syntax-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const kernel = kernelOfTests({ folder });

  test("that is an object has it as its value, with its type", async () => {
    assert.equal(await resultOf(kernel(), "{a: 1, b: [2]}"), "{ a: 1, b: [ 2 ] }");
    assert.equal(await resultOf(kernel(), "{a: 1} // one"), "{ a: 1 }");
    const { reply } = await kernel().execute("{a: 1,\n  b: nowhere}");
    const text = stripVTControlCharacters((reply.traceback as string[]).join("\n"));
    assert.match(text, /at Cell \[\d+\]:2:6\n {2}2 \| {3}b: nowhere\}\n {11}\^{7}$/);
  });

  test("that is a block has no value and keeps its names", async () => {
    assert.equal(await resultOf(kernel(), "{ const inner = 1; inner }"), undefined);
    assert.equal(await resultOf(kernel(), "typeof (globalThis as any).inner"), "'undefined'");
  });

  test("that starts with #! runs, and its errors have its lines", async () => {
    assert.equal(await resultOf(kernel(), "#!/usr/bin/env node\n1 + 1"), "2");
    const { reply } = await kernel().execute("#!/usr/bin/env node\nthrow new Error('below')");
    assert.match((reply.traceback as string[]).join("\n"), /Cell \[\d+\]:2:7/);
  });

  test("that has a magic is refused with one sentence", async () => {
    const { reply } = await kernel().execute("%cd data");
    assert.equal(reply.ename, "SyntaxError");
    assert.equal(
      reply.evalue,
      "%cd: expected TypeScript, found a magic of IPython; write process.chdir(FOLDER).",
    );
  });

  test("runs commands in the notebook's folder and prints both streams", { skip: windows }, async () => {
    writeFileSync(join(folder, "tile.txt"), "port\nharbor\n");
    const { published, reply } = await kernel().execute(
      "!cat tile.txt | wc -l; echo wrong >&2\nconst lines = 2;\n!false\nconsole.log(lines);",
    );
    assert.equal(reply.status, "ok");
    assert.match(printed(published), /^\s*2\n2\n$/);
    assert.equal(printed(published, "stderr"), "wrong\n");
    assert.equal(await resultOf(kernel(), "lines"), "2");
  });

  test("takes a name that is declared as an expression", async () => {
    await resultOf(kernel(), "const finished = false;");
    assert.equal(await resultOf(kernel(), "!finished"), "true");
  });

  test("ends its command when it is interrupted", { skip: windows }, async () => {
    const file = join(folder, "pid.txt");
    const id = await kernel().submit(`!echo $$ > ${file}; echo started; sleep 300; echo late`);
    await kernel().until(() => /started/.test(printed(kernel().of(id))));
    await kernel().interrupt();
    const { reply, published } = await kernel().answerTo(id);
    assert.equal(reply.ename, "KeyboardInterrupt");
    assert.doesNotMatch(printed(published), /late/);
    const pid = Number(readFileSync(file, "utf8"));
    const isAlive = `(() => { try { process.kill(${pid}, 0); return true } catch { return false } })()`;
    const ended = `for (let i = 0; i < 300 && ${isAlive}; i++) await new Promise((done) => setTimeout(done, 20));\n${isAlive}`;
    assert.equal(await resultOf(kernel(), ended), "false");
  });
});
