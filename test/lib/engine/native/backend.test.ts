// The native engine loads without output on standard error. If it cannot load, another engine is chosen and the report
// has the reason.
import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { EngineReport } from "../../../../src/lib/engine/index.js";
import { noNative } from "../../../support/native.js";
import { root, run } from "../../../support/venv.js";

/** Starts an engine in another process and lists all engines. */
async function start(engine: string | undefined, env: NodeJS.ProcessEnv = {}, preparation = "") {
  const script = `
    ${preparation}
    import { listEngines, ready } from "${join(root, "src", "lib", "index.ts")}";
    const named = ${JSON.stringify(engine)};
    const picked = await ready({ engine: named }).catch((error) => ({ error: error.message }));
    console.log(JSON.stringify({ picked, engines: await listEngines() }));`;
  const args = ["--import", "./test/support/register.mjs", "--input-type=module", "--eval", script];
  const { stdout, stderr } = await run(process.execPath, args, { env: { ...process.env, ...env } });
  const { picked, engines } = JSON.parse(stdout) as {
    picked: EngineReport & { error?: string };
    engines: EngineReport[];
  };
  return { picked, native: engines.find(({ name }) => name === "tensorflow")!, stderr };
}

describe("native TensorFlow", () => {
  test("is chosen when it is set up, and prints nothing", { skip: noNative }, async () => {
    const { picked, native, stderr } = await start(undefined);
    assert.equal(picked.name, "tensorflow");
    assert.match(native.version, /^2\.21\.\d+ \(tfjs-node-gpu 4\.22\.0\)$/);
    assert.equal(stderr, "");
  });

  test("gives way to another engine without its addon, with a reason that names the file", async () => {
    const { picked, native } = await start(undefined, { AMFMN_NATIVE_ADDON: "/nowhere/tfjs_binding.node" });
    assert.equal(picked.name, "wasm");
    assert.match(
      native.reason,
      /^\/nowhere\/tfjs_binding\.node does not exist any more; run npm run setup:native/,
    );
  });

  test("gives way without its optional package, with the command that installs it", async () => {
    const withoutPackage = `
      import Module from "node:module";
      const find = Module._resolveFilename;
      Module._resolveFilename = (name, ...more) => {
        if (name.startsWith("@tensorflow/tfjs-node-gpu")) throw new Error("Cannot find module");
        return find(name, ...more);
      };`;
    const { picked, native } = await start(undefined, {}, withoutPackage);
    assert.equal(picked.name, "wasm");
    assert.match(
      native.reason,
      /not installed; run npm install --ignore-scripts @tensorflow\/tfjs-node-gpu$/,
    );
  });

  test("gives way when its addon does not load, and is an error when it is named", async () => {
    const folder = mkdtempSync(join(tmpdir(), "amfmn-addon-"));
    const addon = join(folder, "tfjs_binding.node");
    for (const name of ["tfjs_binding.node", "standardError.node", "functions.node"])
      writeFileSync(join(folder, name), "no library");
    const { picked, native } = await start(undefined, { AMFMN_NATIVE_ADDON: addon });
    assert.equal(picked.name, "wasm");
    assert.match(native.reason, /^its addon does not load \(.*\); run npm run setup:native/);
    const { picked: refused } = await start("tensorflow", { AMFMN_NATIVE_ADDON: addon });
    assert.match(refused.error!, /^engine: expected tensorflow, found that its addon does not load/);
  });
});
