// Bytes leave a state and come back, wherever they stood.
import assert from "node:assert/strict";
import { test } from "node:test";
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

test("a state whose bytes were taken out is itself again when they are put back", () => {
  fc.assert(
    fc.property(anyState, (state) => {
      const { state: bare, bufferPaths, buffers } = separateBuffers(state as Record<string, unknown>);
      const sent = JSON.parse(JSON.stringify(bare)) as JsonObject;
      restoreBuffers(sent, bufferPaths, buffers);
      assert.deepEqual(sent, state);
    }),
  );
});
