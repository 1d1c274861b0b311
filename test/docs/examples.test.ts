// Every `@example` of a public name is checked and runs, and every public function and class has one.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, mock, test } from "node:test";
import { pathToFileURL } from "node:url";
import { root } from "../support/venv.js";
import { collectEntries } from "./support/collect.js";
import { Fixtures } from "./support/fixtures.js";
import { checkTypes, runModule, writeModules } from "./support/program.js";

const entries = collectEntries();
const noBuild = entries.length > 0 ? false : "the package is not built: run npm run setup";
const modules = writeModules(entries);

describe("documentation examples", { skip: noBuild }, () => {
  let fixtures: Fixtures;
  let messages: Map<string, string[]>;

  before(async () => {
    messages = await checkTypes(modules);
    const lab = await import(pathToFileURL(join(root, "dist", "lib", "index.js")).href);
    await lab.ready();
    fixtures = await Fixtures.make(lab);
    mock.method(console, "log", () => {});
  });
  after(() => {
    mock.restoreAll();
    process.chdir(root);
    fixtures.remove();
  });

  for (const module of modules) {
    test(module.title, async () => {
      assert.deepEqual(messages.get(module.file), []);
      await fixtures.enter(module.names);
      await runModule(module);
    });
  }

  for (const { specifier, withoutExample } of entries) {
    test(`${specifier}: each function and class has an example`, () => assert.deepEqual(withoutExample, []));
  }
});
