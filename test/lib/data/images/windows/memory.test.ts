import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { writeTiledTiff } from "../../../../../src/lib/data/images/georeference/tiledTiff.js";
import { root, run } from "../../../../support/venv.js";

/** Reads a whole image by windows in two sizes, and a small picture of it. Prints the peak of the resident memory. */
const reading = `
const { openLargeImage } = await import("./src/lib/data/images/windows/openLargeImage.ts");
const image = await openLargeImage(process.argv[1]);
const windows = [1000, 2500].flatMap((size) => {
  const starts = Array.from({ length: image.width / size }, (_, i) => i * size);
  return starts.flatMap((top) => starts.map((left) => ({ left, top, width: size, height: size })));
});
let sum = 0;
for (const i of image.readingOrder(windows)) sum += (await image.read(windows[i])).data[0];
const { width, height } = image;
const small = await image.read({ left: 0, top: 0, width, height }, { width: 500, height: 500 });
await image.close();
console.log(JSON.stringify({ windows: windows.length, sum, small: small.data.length, peak: process.resourceUsage().maxRSS / 1024 }));
process.exit(0);
`;

describe("an image of 10,000 × 10,000 pixels", () => {
  test("is read by windows with a peak memory of less than 1.5 GB", async () => {
    const folder = mkdtempSync(join(tmpdir(), "memory-"));
    try {
      const file = join(folder, "large.tif");
      const [width, height] = [10_000, 10_000];
      async function* bands(): AsyncGenerator<Uint8Array> {
        const band = new Uint8Array(3 * 256 * width).map((_, i) => (i >> 10) % 251);
        for (let top = 0; top < height; top += 256) yield band;
      }
      await writeTiledTiff(file, { width, height }, bands());
      const args = ["--import", "./test/support/register.mjs", "--input-type=module", "-e", reading, file];
      const { code, stdout, stderr } = await run(process.execPath, args, { cwd: root });
      assert.equal(code, 0, stderr);
      const { windows, small, peak } = JSON.parse(stdout) as { windows: number; small: number; peak: number };
      assert.deepEqual([windows, small], [116, 750_000]);
      assert.ok(peak < 1500, `${peak} MB`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
