// Order of steps whose places are filled in any order.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { OutputSequence } from "../../../src/kernel/output/sequence.js";

describe("OutputSequence", () => {
  test("runs a step at once when nothing is held back", () => {
    const ran: string[] = [];
    new OutputSequence().add(() => ran.push("a"));
    assert.deepEqual(ran, ["a"]);
  });

  test("runs steps in the order of their places, in whatever order these are filled", () => {
    const orders = fc
      .array(fc.boolean(), { maxLength: 12 })
      .chain((isPlace) =>
        fc.tuple(
          fc.constant(isPlace),
          fc.shuffledSubarray([...isPlace.keys()], { minLength: isPlace.length }),
        ),
      );
    fc.assert(
      fc.property(orders, ([isPlace, fillOrder]) => {
        const ran: number[] = [];
        const root = new OutputSequence();
        const places = isPlace.map((reserved, index) => {
          if (reserved) return root.reserve();
          root.add(() => ran.push(index));
          return undefined;
        });
        for (const index of fillOrder) {
          places[index]?.add(() => ran.push(index));
          places[index]?.close();
        }
        assert.deepEqual(ran, [...isPlace.keys()]);
      }),
    );
  });

  test("runs steps of an open place while it is first, and those of places inside it before its own later ones", () => {
    const ran: string[] = [];
    const root = new OutputSequence();
    const outer = root.reserve();
    root.add(() => ran.push("after"));
    outer.add(() => ran.push("first"));
    const inner = outer.reserve();
    outer.add(() => ran.push("third"));
    inner.add(() => ran.push("second"));
    assert.deepEqual(ran, ["first", "second"]);
    inner.close();
    outer.close();
    assert.deepEqual(ran, ["first", "second", "third", "after"]);
    inner.add(() => ran.push("late"));
    assert.equal(ran.at(-1), "late");
  });

  test("holds nothing back after it is abandoned", () => {
    const ran: string[] = [];
    const root = new OutputSequence();
    const place = root.reserve();
    root.add(() => ran.push("waiting"));
    root.abandon();
    assert.deepEqual(ran, ["waiting"]);
    assert.ok(place.abandoned);
    root.reserve();
    root.add(() => ran.push("next"));
    assert.deepEqual(ran, ["waiting", "next"]);
  });
});
