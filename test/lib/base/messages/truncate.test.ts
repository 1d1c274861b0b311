import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { truncate } from "../../../../src/lib/base/messages/truncate.js";

describe("truncate", () => {
  test("keeps a text that fits and cuts a longer one to the same length", () => {
    assert.equal(truncate("RSITMD", 6), "RSITMD");
    assert.equal(truncate("Sydney-captions", 6), "Sydne…");
  });
});
