// The reporter of `npm test`: progress by file, failures in full, the slowest and the counts at the end.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { root, run } from "../support/venv.js";

const files = {
  "fine.test.mjs": `import { test } from "node:test"; test("adds", () => {}); test("waits", { skip: "no network" }, () => {});`,
  "wrong.test.mjs": `import { describe, test } from "node:test";
    describe("a sum", () => test("is five", () => { throw new RangeError("found four"); }));`,
  "broken.test.mjs": `process.exit(3);`,
  "parts.test.mjs": `import "./part.mjs";`,
  "part.mjs": `import { test } from "node:test"; test("multiplies", () => {});`,
};

describe("reporter", () => {
  const folder = mkdtempSync(join(tmpdir(), "reporter-"));
  const reported = async (...names: (keyof typeof files)[]) => {
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const args = ["--test", `--test-reporter=${root}scripts/test/reporter.mjs`, ...names];
    const { code, stdout } = await run(process.execPath, args, { cwd: folder, env });
    return { code, stdout, lines: stdout.trimEnd().split("\n") };
  };

  before(() => {
    for (const [name, source] of Object.entries(files)) writeFileSync(join(folder, name), source);
  });
  after(() => rmSync(folder, { recursive: true }));

  test("names each finished file with its number, its tests and its time", async () => {
    const { code, stdout } = await reported("fine.test.mjs");
    assert.equal(code, 0, stdout);
    assert.match(stdout, /^✔ 1 of 1 · fine\.test\.mjs · 2 tests, \d+\.\d s$/m);
  });

  test("counts the tests of a module that a file imports", async () => {
    const { code, stdout } = await reported("parts.test.mjs");
    assert.equal(code, 0, stdout);
    assert.match(stdout, /^✔ 1 of 1 · parts\.test\.mjs · 1 test, \d+\.\d s$/m);
  });

  test("prints a failure with its place, its error and its stack, and ends with a status that is not zero", async () => {
    const { code, stdout } = await reported("fine.test.mjs", "wrong.test.mjs", "broken.test.mjs");
    assert.equal(code, 1);
    assert.match(stdout, /^✖ a sum › is five \(wrong\.test\.mjs\)\n {4}RangeError\b.*: found four\n\s+at /m);
    assert.match(stdout, /^✖ broken\.test\.mjs ended with an error\n {4}exit status 3$/m);
    assert.match(stdout, /^✖ \d of 3 · wrong\.test\.mjs · 1 test, 1 failed, /m);
    assert.match(stdout, /^✖ \d of 3 · broken\.test\.mjs · /m);
    assert.equal(stdout.match(/found four/g)?.length, 1);
  });

  test("ends with the slowest files and tests, the processor time and the runner's counts", async () => {
    const { stdout, lines } = await reported("fine.test.mjs", "wrong.test.mjs");
    assert.match(stdout, /^Slowest files:\n +\d+\.\d s {2}\w+\.test\.mjs$/m);
    assert.match(stdout, /^Slowest tests:\n +\d+\.\d s {2}.* \(\w+\.test\.mjs\)$/m);
    const counts = lines.slice(-8).map((line) => line.replace(/[\d.]+$/, "N"));
    const names = ["tests", "suites", "pass", "fail", "cancelled", "skipped", "todo", "duration_ms"];
    assert.deepEqual(
      counts,
      names.map((name) => `ℹ ${name} N`),
    );
    assert.deepEqual(
      lines.slice(-8, -2).map((line) => Number(line.split(" ").at(-1))),
      [3, 1, 1, 1, 0, 1],
    );
  });
});
