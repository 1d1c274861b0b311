import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createMessage } from "../../../src/kernel/protocol/messages.js";
import { Replays } from "../../../src/kernel/protocol/replays.js";
import { kernelOfTests } from "../../support/kernel.js";
import { notBuilt, resultOf } from "../../support/kernelClient.js";

describe("Replays", () => {
  test("finds each signature that came before, but not an empty one", () => {
    const replays = new Replays();
    assert.deepEqual(
      ["a", "b", "a", "", ""].map((signature) => replays.isReplay(signature)),
      [false, false, true, false, false],
    );
  });

  test("keeps the last 50,000 signatures and forgets the oldest ones", () => {
    const replays = new Replays();
    for (let i = 0; i < 200_000; i++) replays.isReplay(String(i));
    assert.equal(replays.isReplay("150000"), true);
    assert.equal(replays.isReplay("0"), false);
  });
});

describe("a kernel", { skip: notBuilt }, () => {
  const kernel = kernelOfTests();

  test("runs a signed message once, also if somebody sends it again", async () => {
    await kernel().execute("var runs = 0");
    const { header } = createMessage("execute_request", {});
    const content = { code: "runs += 1", silent: false };
    const parts = [header, {}, {}, content].map((part) => JSON.stringify(part));
    for (let i = 0; i < 3; i++) {
      await kernel().sendParts("shell", parts);
      await kernel().sendParts("control", parts);
    }
    assert.equal(await resultOf(kernel(), "runs"), "1");
  });
});
