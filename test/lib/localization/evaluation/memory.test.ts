import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { writeNpy } from "../../../../src/lib/base/npy.js";
import { root, run } from "../../../support/venv.js";

/** Reads a map with little memory for objects. Prints two of its bytes and their number. */
const reading = `
const { readProbabilityMap } = await import("./src/lib/localization/evaluation/probabilityMap.ts");
const { gray } = await readProbabilityMap(process.argv[1]);
console.log(JSON.stringify([gray[0], gray.at(-1), gray.length]));
`;

test("a map of floats is read without an object for each pixel", async () => {
  const folder = mkdtempSync(join(tmpdir(), "map-memory-"));
  try {
    const file = join(folder, "probmap_0.npy");
    const values = new Float32Array(3000 * 3000).fill(0.5);
    values[values.length - 1] = 1;
    await writeNpy(file, { shape: [3000, 3000], values });
    // A list of all values would need more than 300 MB of the heap.
    const node = ["--max-old-space-size=96", "--import", "./test/support/register.mjs"];
    const args = [...node, "--input-type=module", "-e", reading, file];
    const { code, stdout, stderr } = await run(process.execPath, args, { cwd: root });
    assert.equal(code, 0, stderr);
    assert.deepEqual(JSON.parse(stdout), [127, 255, 9_000_000]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
