import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { tokenize } from "../../../src/lib/text/tokenize.js";

describe("tokenize", () => {
  test("returns lower-case words and removes only the sixteen punctuation tokens", () => {
    assert.deepEqual(tokenize("It's a Port. There aren't 2 ships, right?"), [
      "it",
      "'s",
      "a",
      "port",
      "there",
      "are",
      "n't",
      "2",
      "ships",
      "right",
    ]);
    assert.deepEqual(tokenize('a "big" side-by-side field -- 50%'), [
      "a",
      "``",
      "big",
      "''",
      "side-by-side",
      "field",
      "--",
      "50",
    ]);
    assert.deepEqual(tokenize("  "), []);
  });
});
