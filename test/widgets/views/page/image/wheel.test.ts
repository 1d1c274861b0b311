import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type WheelTurn, wheelMove } from "../../../../../src/widgets/views/page/image/wheel.js";

const turn = (changed: Partial<WheelTurn>): WheelTurn => ({
  deltaX: 0,
  deltaY: 0,
  deltaMode: 0,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  ...changed,
});

describe("the wheel over an image", () => {
  test("scrolls the page unless the image has the focus or Ctrl is held", () => {
    assert.equal(wheelMove(turn({ deltaY: 120 }), false), undefined);
    assert.equal(wheelMove(turn({ deltaY: 3, deltaX: 2 }), false), undefined);
    assert.ok("zoom" in wheelMove(turn({ deltaY: 120 }), true)!);
    assert.ok("zoom" in wheelMove(turn({ deltaY: 120, ctrlKey: true }), false)!);
    assert.ok("zoom" in wheelMove(turn({ deltaY: 120, metaKey: true }), false)!);
  });

  test("zooms in upwards and out downwards, also in lines, and never by more than two at once", () => {
    const zoom = (changed: Partial<WheelTurn>) => (wheelMove(turn(changed), true) as { zoom: number }).zoom;
    assert.ok(zoom({ deltaY: -120 }) < 1);
    assert.ok(zoom({ deltaY: 120 }) > 1);
    assert.equal(zoom({ deltaY: 3, deltaMode: 1 }), zoom({ deltaY: 48 }));
    assert.equal(zoom({ deltaY: 1e6 }), 2);
    assert.equal(zoom({ deltaY: -1e6 }), 0.5);
  });

  test("two fingers on a trackpad pan, and their pinch zooms", () => {
    assert.deepEqual(wheelMove(turn({ deltaX: 4, deltaY: -7 }), true), { pan: [4, -7] });
    assert.deepEqual(wheelMove(turn({ deltaY: 5 }), true), { pan: [0, 5] });
    assert.ok("zoom" in wheelMove(turn({ deltaY: -2.5, ctrlKey: true }), false)!);
    assert.deepEqual(wheelMove(turn({ deltaY: 120, shiftKey: true }), true), { pan: [120, 0] });
  });
});
