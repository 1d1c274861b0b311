import assert from "node:assert/strict";
import { test } from "node:test";
import { root, run } from "../../../support/venv.js";

/** Judges a map of four plateaus. Prints its attention centers and the resident memory that the judgment adds at its peak. */
const judging = `
const { judgeMap } = await import("./src/lib/localization/indicators/judgeMap.ts");
const side = 10_000;
const gray = new Uint8Array(side * side).fill(150);
for (let y = 0; y < 5000; y++) gray.fill(220, y * side, y * side + 5000);
for (let y = 5000; y < side; y++) gray.fill(200, y * side + 5000, (y + 1) * side);
const before = process.memoryUsage().rss;
const square = [[1000, 1000], [4000, 1000], [4000, 4000], [1000, 4000]];
const { centers, area } = judgeMap({ width: side, height: side, gray }, [square]);
const added = process.resourceUsage().maxRSS * 1024 - before;
console.log(JSON.stringify({ centers, area, bytes: added / gray.length }));
`;

test("a map of four plateaus is judged with less than three bytes a pixel, at 10,000 × 10,000 pixels", async () => {
  // A list of the pixels of the plateaus would need 800 MB of the heap.
  const node = ["--max-old-space-size=128", "--import", "./test/support/register.mjs"];
  const args = [...node, "--input-type=module", "-e", judging];
  const { code, stdout, stderr } = await run(process.execPath, args, { cwd: root });
  assert.equal(code, 0, stderr);
  const { centers, area, bytes } = JSON.parse(stdout) as {
    centers: { value: number }[];
    area: number;
    bytes: number;
  };
  assert.deepEqual(
    centers.map(({ value }) => value * 255),
    [220, 200, 150, 150],
  );
  assert.equal(area, 3001 ** 2);
  assert.ok(bytes < 3, `${bytes} bytes a pixel`);
});
