// Bytes are separated from a state and put back at any place in it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import type { JsonObject } from "../../../../src/kernel/host/json.js";
import { restoreBuffers, separateBuffers } from "../../../../src/kernel/widget/state/buffers.js";

const { state: anyState } = fc.letrec((tie) => ({
  leaf: fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constant(null), fc.uint8Array()),
  value: fc.oneof({ maxDepth: 4 }, tie("leaf"), fc.array(tie("value")), tie("state")),
  state: fc.dictionary(
    fc.string({ minLength: 1 }).filter((key) => key !== "__proto__"),
    tie("value"),
    { noNullPrototype: true },
  ),
}));

describe("separateBuffers and restoreBuffers", () => {
  test("a state is the same after its bytes were separated and put back", () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const { state: bare, bufferPaths, buffers } = separateBuffers(state as Record<string, unknown>);
        const sent = JSON.parse(JSON.stringify(bare)) as JsonObject;
        restoreBuffers(sent, bufferPaths, buffers);
        assert.deepEqual(sent, state);
      }),
    );
  });
});
