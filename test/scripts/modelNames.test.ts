// `npm run check` refuses a file outside a model's folder that knows which model it has.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { root, run } from "../support/venv.js";

const refused: Record<string, [path: string, text: string, message: string]> = {
  "a model's class": [
    "src/lib/training/a.ts",
    "export const isPaper = (model: unknown) => model instanceof PaperAmfmn;",
    "names the class PaperAmfmn",
  ],
  "a model's class as a type": [
    "src/widgets/views/b.ts",
    "export type Model = Amfmn;",
    "names the class Amfmn",
  ],
  "a model's config": [
    "src/cli/c.ts",
    'export const is = name === "lesson/m8";',
    "names the model lesson/m8",
  ],
  "a group of configs": [
    "src/course/d.ts",
    'export const is = name.startsWith("paper/");',
    "names the model paper/",
  ],
  "a config by its parts": [
    "src/lib/reports/e.ts",
    `export const config = \`paper/\${ablation}\`;`,
    "names the model paper/…",
  ],
  "a comparison of the network": [
    "src/lib/models/f.ts",
    'export const is = options.network === "released";',
    "compares the network",
  ],
  "a branch by the network": [
    "src/lib/evaluation/g.ts",
    'switch (model.network) { case "paper": break; }',
    "compares the network",
  ],
};

const allowed: Record<string, [path: string, text: string]> = {
  "a model's folder names its class": ["src/lib/models/amfmn/h.ts", "export type Model = PaperAmfmn;"],
  "an entry exports a class again": [
    "src/lib/index.ts",
    'export { PaperAmfmn } from "./models/amfmn/paper/index.js";',
  ],
  "another option has the value of a network": [
    "src/lib/training/i.ts",
    'export const same = augmentation === "released";',
  ],
};

describe("the check of models' names", () => {
  const project = mkdtempSync(join(tmpdir(), "model-names-"));
  let code: number;
  let lines: string[];

  before(async () => {
    for (const [path, text] of [...Object.values(refused), ...Object.values(allowed)]) {
      mkdirSync(dirname(join(project, path)), { recursive: true });
      writeFileSync(join(project, path), `\n${text}\n`);
    }
    const script = join(root, "scripts", "check", "modelNames.mjs");
    const result = await run(process.execPath, ["--import", "./test/support/register.mjs", script, project]);
    code = result.code;
    lines = result.stderr.split("\n");
  });
  after(() => rmSync(project, { recursive: true }));

  test("the check fails", () => assert.equal(code, 1, lines.join("\n")));

  for (const [name, [path, , message]] of Object.entries(refused)) {
    test(`refused: ${name}`, () => assert.ok(lines.includes(`${path}:2: ${message}`), lines.join("\n")));
  }
  for (const [name, [path]] of Object.entries(allowed)) {
    test(`allowed: ${name}`, () => assert.ok(!lines.some((line) => line.startsWith(path)), lines.join("\n")));
  }
});
