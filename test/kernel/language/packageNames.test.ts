// Messages of the checker name a module as an import does.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { withPackageNames } from "../../../src/kernel/language/packageNames.js";

describe("a message about a module of a package", () => {
  const folder = mkdtempSync(join(tmpdir(), "package-names-"));
  const packages: Record<string, object> = {
    modern: {
      exports: {
        ".": { import: { types: "./dist/index.d.mts", default: "./dist/index.mjs" } },
        "./data": { types: "./dist/data/index.d.ts", default: "./dist/data/index.js" },
        "./*": "./dist/*.js",
      },
    },
    "@scope/plain": { main: "lib/main", types: "lib/main.d.ts" },
    single: { exports: "./build/single.js" },
    "@types/old": {},
  };
  before(() => {
    for (const [name, text] of Object.entries(packages)) {
      mkdirSync(join(folder, "node_modules", name), { recursive: true });
      writeFileSync(join(folder, "node_modules", name, "package.json"), JSON.stringify(text));
    }
  });
  after(() => rmSync(folder, { recursive: true }));
  const named: Record<string, string> = {
    "modern/dist/index": "modern",
    "modern/dist/index.d.mts": "modern",
    "modern/dist/data/index": "modern/data",
    "modern/dist/inner": "modern/dist/inner",
    "@scope/plain/lib/main": "@scope/plain",
    "single/build/single": "single",
    "@types/old/index": "old",
    "absent/dist/index": "absent/dist/index",
  };
  for (const [path, name] of Object.entries(named)) {
    test(`has ${name} for ${path}`, () => {
      const text = `Module '"${folder}/node_modules/${path}"' has no exported member 'x'.`;
      assert.equal(withPackageNames(text), `Module '"${name}"' has no exported member 'x'.`);
    });
  }
});
