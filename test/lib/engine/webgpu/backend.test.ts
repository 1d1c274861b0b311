// The webgpu engine on a software adapter computes the numbers of the other engines, trains, and is used only where it is
// named.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { EngineReport } from "../../../../src/lib/engine/index.js";
import { assertSameResult, type OperationResult, operationEdges } from "../../../support/operationEdges.js";
import { noVulkan, softwareVulkan } from "../../../support/softwareVulkan.js";
import { run } from "../../../support/venv.js";

interface Found {
  readonly picked: string;
  readonly report: EngineReport;
  readonly derivatives: Record<"plain" | "webgpu", Record<string, number[]>>;
  readonly losses: Record<"wasm" | "webgpu", number[]>;
  readonly edges: Record<"plain" | "webgpu", OperationResult[]>;
  readonly leaks: { readonly tensors: number; readonly grown: number };
}

describe("webgpu on a software adapter", { skip: noVulkan }, () => {
  const folder = mkdtempSync(join(tmpdir(), "webgpu-"));
  let found: Found;

  before(async () => {
    const program = fileURLToPath(new URL("./program.ts", import.meta.url));
    const args = ["--import", "./test/support/register.mjs", program, folder];
    const { stdout } = await run(process.execPath, args, { env: { ...process.env, ...softwareVulkan } });
    found = JSON.parse(stdout) as Found;
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test("is available with the adapter's name, and is chosen only where it is named", () => {
    assert.notEqual(found.picked, "webgpu");
    assert.equal(found.report.available, true);
    assert.match(found.report.device, /SwiftShader/);
    assert.match(found.report.reason, /only where it is named/);
  });

  test("computes loss and gradients of the released network like plain JavaScript", () => {
    const { plain, webgpu } = found.derivatives;
    assert.deepEqual(Object.keys(webgpu), Object.keys(plain));
    for (const [name, values] of Object.entries(plain)) {
      const scale = Math.max(1e-4, ...values.map(Math.abs));
      for (const [i, value] of values.entries()) {
        const other = webgpu[name]![i]!;
        assert.ok(Math.abs(other - value) <= 1e-3 * scale, `${name}, element ${i}: ${other} for ${value}`);
      }
    }
  });

  test("computes operations at the edges of their sizes like plain JavaScript", () => {
    for (const [i, { name }] of operationEdges.entries()) {
      try {
        assertSameResult(found.edges.webgpu[i]!, found.edges.plain[i]!);
      } catch (error) {
        throw new Error(name, { cause: error });
      }
    }
  });

  test("trains with wasm's losses", () => {
    const { wasm, webgpu } = found.losses;
    assert.equal(webgpu.length, wasm.length);
    for (const [i, loss] of wasm.entries())
      assert.ok(Math.abs(webgpu[i]! - loss) <= 1e-3, `step ${i + 1}: ${webgpu[i]} for ${loss}`);
  });

  // A step on software Vulkan takes a hundred times as long as on the other engines, which do a thousand steps.
  test("keeps no tensor and no memory after a hundred steps", () => {
    const { tensors, grown } = found.leaks;
    assert.equal(tensors, 0);
    assert.ok(grown < 100, `resident memory grew by ${grown.toFixed(0)} MB`);
  });
});
