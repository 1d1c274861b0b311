import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { prefixTree } from "../../../../src/lib/nn/sequences/prefixTree.js";

const sentences = fc.array(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 }), {
  minLength: 1,
  maxLength: 12,
});

test("every sentence can be read back from the tree", () => {
  fc.assert(
    fc.property(sentences, (given) => {
      const { words, levels, rowOf } = prefixTree(given);
      let texts: number[][] = [[]];
      const ended: number[][] = [];
      for (const level of levels) {
        const above = texts;
        texts = [...level.words].map((word, i) => [...above[level.parents[i]!]!, words[word]!]);
        ended.push(...[...level.endings].map((ending) => texts[ending]!));
      }
      assert.deepEqual(
        given.map((_, i) => ended[rowOf[i]!]),
        given,
      );
    }),
  );
});

test("a prefix stands in it once, however many sentences begin so", () => {
  fc.assert(
    fc.property(sentences, (given) => {
      const prefixes = given.flatMap((words) => words.map((_, i) => words.slice(0, i + 1).join()));
      const { levels } = prefixTree(given);
      const nodes = levels.reduce((sum, level) => sum + level.words.length, 0);
      assert.equal(nodes, new Set(prefixes).size);
    }),
  );
});
