// The language server checks cells and changes nothing else on the machine.
import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { LanguageServer } from "../../../src/kernel/language/server.js";

const folder = mkdtempSync(join(tmpdir(), "language-server-"));
const called = join(folder, "called");
const path = process.env.PATH;

before(() => {
  writeFileSync(join(folder, "npm"), `#!/bin/sh\necho "$@" > "${called}"\nexit 1\n`);
  chmodSync(join(folder, "npm"), 0o755);
  process.env.PATH = `${folder}${delimiter}${path}`;
});

after(() => {
  process.env.PATH = path;
  rmSync(folder, { recursive: true, force: true });
});

describe("LanguageServer", () => {
  test("the language server runs no npm for types", async () => {
    const server = new LanguageServer(folder);
    try {
      const uri = pathToFileURL(join(folder, "cell.ts")).href;
      const found = () => server.request("textDocument/diagnostic", { textDocument: { uri } });
      await server.open(uri, 'import jsdom from "jsdom";\n', "typescript");
      for (let version = 2; version < 6; version++) {
        await found();
        await new Promise((resolve) => setTimeout(resolve, 250)); // the server waits for a pause
        await server.change(uri, version, `import jsdom from "jsdom";\nconst a = ${version};\n`);
      }
      assert.ok(!existsSync(called));
    } finally {
      server.stop();
    }
  });
});
