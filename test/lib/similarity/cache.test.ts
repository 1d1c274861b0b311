import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { OptionError } from "../../../src/lib/base/errors.js";
import { cachedTextSimilarity } from "../../../src/lib/similarity/cache.js";
import { WordNet } from "../../../src/lib/text/measures/wordNet.js";

const folder = mkdtempSync(join(tmpdir(), "similarity-"));
after(() => rmSync(folder, { recursive: true }));

describe("cachedTextSimilarity", () => {
  test("reads a matrix back, and computes it again when captions change or the file is cut off", async () => {
    const images = [["two ships in a port"], ["a wide river", "green trees by a river"]];
    const first = await cachedTextSimilarity(images, { folder });
    const [file] = readdirSync(folder);
    const again = await cachedTextSimilarity(images, { folder });
    assert.deepEqual(again.scores, new Float32Array(first.scores));
    assert.equal(readdirSync(folder).length, 1);
    truncateSync(join(folder, file!), 130);
    assert.deepEqual((await cachedTextSimilarity(images, { folder })).scores, first.scores);
    await cachedTextSimilarity([...images, ["a farm"]], { folder });
    await cachedTextSimilarity(images, { folder, measure: "bleu" });
    assert.equal(readdirSync(folder).length, 3);
  });

  test("rejects a dictionary, which is no part of a file's name", async () => {
    const meteor = { wordNet: WordNet.standard() };
    await assert.rejects(cachedTextSimilarity([["a port"]], { folder, meteor }), OptionError);
  });
});
