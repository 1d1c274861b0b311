import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { listFirst } from "../../../../src/lib/base/messages/listFirst.js";

describe("listFirst", () => {
  test("lists everything that fits, and counts the rest", () => {
    assert.equal(listFirst(["a", "b"], 2), "a, b");
    assert.equal(listFirst(["a", "b", "c", "d"], 2), "a, b and 2 more");
    assert.equal(listFirst(["a, b", "c", "d"], 2, "; "), "a, b; c; and 1 more");
    assert.equal(listFirst([], 2), "");
  });
});
