// A machine with Vulkan's loader and without a card or a driver gets no complaint of Dawn or of the loader.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { hasGraphicsCard, missingVulkan } from "../../../../src/lib/engine/webgpu/vulkan.js";
import { noCommand } from "../../../support/command.js";
import { noVulkan, softwareVulkan } from "../../../support/softwareVulkan.js";
import { root, run } from "../../../support/venv.js";

const folder = mkdtempSync(join(tmpdir(), "vulkan-"));
before(() => {
  writeFileSync(join(folder, "libvulkan.so.1"), "");
  writeFileSync(join(folder, "radeon_icd.json"), "{}");
  writeFileSync(join(folder, "lvp_icd.json"), "{}");
});
after(() => rmSync(folder, { recursive: true }));

/** Calls a function with some environment variables. */
function withEnvironment<T>(changed: Readonly<Record<string, string | undefined>>, call: () => T): T {
  const before = { ...process.env };
  Object.assign(process.env, changed);
  try {
    return call();
  } finally {
    process.env = before;
  }
}

/** Reason to skip a test of a driver whose card is missing, or false. */
const noFreeMachine = (drivers: string) =>
  drivers !== "" && hasGraphicsCard() && "this machine has a graphics card";

describe("missingVulkan", () => {
  const withDrivers = (files: string) =>
    withEnvironment({ LD_LIBRARY_PATH: folder, VK_DRIVER_FILES: files }, missingVulkan);

  test("names a missing driver, and a manifest that does not exist is none", () => {
    assert.match(withDrivers("") ?? "", /no Vulkan driver/);
    assert.match(withDrivers(join(folder, "none.json")) ?? "", /no Vulkan driver/);
  });

  test("accepts a software driver without a card", () => {
    assert.equal(withDrivers(join(folder, "lvp_icd.json")), undefined);
  });
});

for (const [machine, drivers] of [
  ["a loader and no driver", ""],
  ["a loader and the driver of a card that is not there", join(folder, "radeon_icd.json")],
]) {
  test(`amfmn engines on a machine with ${machine} prints nothing on standard error`, {
    skip: noCommand || noFreeMachine(drivers!),
  }, async () => {
    const env = { ...process.env, LD_LIBRARY_PATH: folder, VK_DRIVER_FILES: drivers };
    const { code, stderr } = await run(process.execPath, [`${root}dist/cli/main.js`, "engines"], { env });
    assert.equal(code, 0);
    assert.equal(stderr, "");
  });
}

test("ready() does not load Dawn where another engine is named or faster", { skip: noVulkan }, async () => {
  const program = `
    const { ready } = await import("./src/lib/index.ts");
    await ready({ engine: "cpu" });
    await ready();
    console.log("GPUBufferUsage" in globalThis);`;
  const args = ["--import", "./test/support/register.mjs", "--input-type=module", "-e", program];
  const env = { ...process.env, ...softwareVulkan };
  const { stdout } = await run(process.execPath, args, { env, cwd: root });
  assert.equal(stdout.trim(), "false");
});
