// Bytes between fences: all are taken, in order, and none before its fence is open.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { FencedBytes, fenceBytes } from "../../../src/kernel/processes/fence.js";

describe("FencedBytes", () => {
  test("takes the bytes before a fence at once, and those behind it when it is open", () => {
    const taken: string[] = [];
    const bytes = new FencedBytes((some) => taken.push(some.toString()));
    bytes.add(Buffer.concat([Buffer.from("before"), fenceBytes(1), Buffer.from("behind")]));
    assert.deepEqual(taken, ["before"]);
    bytes.openTo(1);
    assert.deepEqual(taken, ["before", "behind"]);
  });

  test("takes all bytes in order wherever they are split, for fences that open early or late", () => {
    const part = fc.oneof(fc.uint8Array({ maxLength: 20 }), fc.constant(Buffer.from("\x1b]typescript")));
    const inputs = [
      fc.array(part, { maxLength: 12 }),
      fc.array(fc.nat(200), { maxLength: 8 }),
      fc.nat(12),
    ] as const;
    fc.assert(
      fc.property(...inputs, (parts, cuts, openFirst) => {
        const taken: Buffer[] = [];
        const fenced = new FencedBytes((some) => taken.push(Buffer.from(some)));
        const all = Buffer.concat(parts.flatMap((some, i) => [Buffer.from(some), fenceBytes(i + 1)]));
        fenced.openTo(openFirst);
        let from = 0;
        for (const cut of [...cuts, all.length].sort((a, b) => a - b)) {
          const to = Math.min(cut, all.length);
          fenced.add(all.subarray(from, to));
          from = Math.max(from, to);
        }
        assert.deepEqual(Buffer.concat(taken), Buffer.concat(parts.slice(0, openFirst + 1)));
        for (let i = openFirst; i <= parts.length; i++) fenced.openTo(i);
        assert.deepEqual(Buffer.concat(taken), Buffer.concat(parts));
      }),
    );
  });
});
