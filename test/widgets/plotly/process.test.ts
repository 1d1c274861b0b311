// A figure in a script: the worker that draws its picture does not keep the process alive.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { describe, test } from "node:test";
import { root, run } from "../../support/venv.js";

const program = (rest: string) => `
import { playKernel } from "${root}test/support/kernelHost.ts";
playKernel();
const { plot } = await import("${root}dist/widgets/index.js");
const figure = plot([{ y: [1, 2] }]);
${rest}`;

const noBuild = existsSync(`${root}dist/widgets/index.js`)
  ? false
  : "the package is not built: run npm run setup";
describe("a script", { skip: noBuild }, () => {
  for (const [what, rest, expected] of [
    ["makes a figure", 'console.log("made");', "made\n"],
    ["draws its picture", "console.log(Object.keys(await figure.mimeBundle())[1]);", "image/svg+xml\n"],
  ] as const) {
    test(`that ${what} ends`, async () => {
      const args = ["--import", "./test/support/register.mjs", "--input-type=module", "-e", program(rest)];
      // A process that does not end is killed.
      const { code, stdout, stderr } = await run(process.execPath, args, { timeout: 120_000 });
      assert.deepEqual({ code, stdout }, { code: 0, stdout: expected }, stderr);
    });
  }
});
