// The types of our module "tslab" and of the published package, assigned to each other by the compiler.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { root, run } from "../../support/venv.js";

const folder = mkdtempSync(join(tmpdir(), "tslab-types-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const published = join(root, "node_modules/tslab/dist/public.js");
const globals = join(root, "src/kernel/execution/globals.d.ts");

/** Returns the errors of a module that has both: `ours` and `theirs`. */
async function errorsOf(code: string): Promise<string> {
  const imports = `import * as ours from "tslab";\nimport * as theirs from ${JSON.stringify(published)};\n`;
  writeFileSync(join(folder, "both.ts"), imports + code);
  const options = {
    strict: true,
    noEmit: true,
    module: "nodenext",
    target: "esnext",
    types: ["node"],
    skipLibCheck: true,
  };
  const typeRoots = [join(root, "node_modules/@types")];
  const config = { compilerOptions: { ...options, typeRoots }, files: ["both.ts", globals] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const compiler = join(root, "node_modules/typescript-7/bin/tsc");
  return (await run(process.execPath, [compiler, "-p", folder])).stdout;
}

describe("our module tslab", () => {
  test("has every member of the published package, with types that fit both ways", async () => {
    const errors = await errorsOf(`
      export const forth: typeof theirs = ours;
      export const back: typeof ours = theirs;
      export const display: theirs.Display = ours.newDisplay();
      export const replaced: ours.Display = theirs.newDisplay();
      type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
      export const members: Same<keyof typeof ours, keyof typeof theirs> = true;
      export const methods: Same<keyof ours.Display, keyof theirs.Display> = true;
      type Parameters1<D> = { [K in keyof D]: D[K] extends (...args: infer P) => unknown ? P : never };
      export const parameters: Same<Parameters1<ours.Display>, Parameters1<theirs.Display>> = true;`);
    assert.equal(errors, "");
  });

  test("would not pass with a member less or with another type", async () => {
    const errors = await errorsOf(`
      const { raw, ...less } = ours.display;
      export const forth: theirs.Display = less;
      export const back: ours.Display = { ...theirs.display, png(text: string) {} };`);
    assert.match(errors, /Property 'raw' is missing/);
    assert.match(errors, /Types of property 'png' are incompatible|Type 'Uint8Array/);
  });
});
