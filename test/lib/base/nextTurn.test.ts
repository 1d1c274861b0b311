import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { nextTurn } from "../../../src/lib/base/nextTurn.js";

describe("nextTurn", () => {
  test("lets a timer that is due run first", async () => {
    let ran = false;
    setTimeout(() => {
      ran = true;
    }, 0);
    for (let turn = 0; turn < 1000 && !ran; turn++) await nextTurn();
    assert.equal(ran, true);
  });

  test("throws the reason of an aborted signal", async () => {
    const reason = new Error("stopped");
    await assert.rejects(nextTurn(AbortSignal.abort(reason)), reason);
  });
});
