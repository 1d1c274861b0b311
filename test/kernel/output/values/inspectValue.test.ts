// Text of values: resources as one line, large values by their head and count, a bounded length.
import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { before, describe, test } from "node:test";
import { inspect, stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { installHook } from "../../../../src/kernel/output/values/hook.js";
import { inspectValue } from "../../../../src/kernel/output/values/inspectValue.js";

const text = (value: unknown) => inspectValue(value, false);
const lines = (value: unknown) => text(value).split("\n").length;

describe("inspectValue", () => {
  before(installHook);

  test("prints small values as Node's REPL does", () => {
    for (const value of [
      42,
      "it's",
      null,
      [1, [2, [3]]],
      { a: 1, b: { c: ["x"] } },
      new Map([[1, { a: 2 }]]),
      new Date(0),
      Symbol("s"),
      10n,
    ])
      assert.equal(text(value), inspect(value, { depth: 4 }));
    assert.equal(inspectValue({ a: 1 }, true), "{ a: \x1b[33m1\x1b[39m }");
  });

  test("prints the same in color as without, apart from the colors", () => {
    fc.assert(
      fc.property(fc.anything({ maxDepth: 3, withBigInt: true, withMap: true, withSet: true }), (value) => {
        assert.equal(
          stripVTControlCharacters(inspectValue(value, true)),
          stripVTControlCharacters(text(value)),
        );
      }),
      { numRuns: 300 },
    );
  });

  test("shows the head of a large value and the number of the other elements", () => {
    const many = Array.from({ length: 100_000 }, (_, i) => i);
    assert.match(text(many), /^\[\n\s+0, +1,[\s\S]*\.\.\. 99900 more items\n\]$/);
    assert.match(
      text(new Float32Array(many)),
      /^Float32Array\(100000\) \[[\s\S]*\.\.\. 99900 more items\n\]$/,
    );
    assert.match(text(new Set(many)), /^Set\(100000\) \{[\s\S]*\.\.\. 99900 more items\n\}$/);
    assert.match(
      text(new Map(many.map((i) => [i, i]))),
      /^Map\(100000\) \{[\s\S]*\.\.\. 99900 more items\n\}$/,
    );
    assert.match(text("x".repeat(1e6)), /^'x{10000}'\.\.\. 990000 more characters$/);
    const object = Object.fromEntries(many.map((i) => [`k${i}`, i]));
    assert.match(text(object), /^\{\n {2}k0: 0,[\s\S]*k99: 99,\n {2}\.\.\. 99,900 more properties\n\}$/);
    assert.match(
      text(Object.assign(Object.create(null), object)),
      /k99: 99,\n {2}\.\.\. 99,900 more properties\n\}$/,
    );
    assert.match(
      text({ index: object }),
      /^\{\n {2}index: \{\n {4}k0: 0,[\s\S]*\n {4}\.\.\. 99,900 more properties\n {2}\}\n\}$/,
    );
  });

  test("finds the cycles of a large object and of an emitter", () => {
    class Window {
      self = this;
      top = { window: this };
      constructor() {
        for (let i = 0; i < 150; i++) Object.assign(this, { [`k${i}`]: i });
      }
    }
    assert.match(
      text(new Window()),
      /^Window \{\n {2}self: \[Circular\],\n {2}top: \{ window: \[Circular\] \},/,
    );
    assert.match(text({ list: [new Window()] }), /^\{\n {2}list: \[\n {4}Window \{\n {6}self: \[Circular\],/);
    class Node extends EventEmitter {
      parent: Node = this;
      _hidden = 1;
    }
    assert.equal(text(new Node().on("x", () => {})), "Node { parent: [Circular] }");
  });

  test("is never longer than some hundred lines", () => {
    const grid = Array.from({ length: 1000 }, (_, i) =>
      Array.from({ length: 1000 }, (_, j) => ({ i, j, name: "n".repeat(50) })),
    );
    const tree = (depth: number): object =>
      Object.fromEntries(
        Array.from({ length: 12 }, (_, i) => [`key${i}`, depth > 0 ? tree(depth - 1) : "leaf".repeat(20)]),
      );
    for (const value of [
      grid,
      tree(4),
      Array(200).fill("line\n".repeat(200)),
      globalThis,
      process,
      import.meta,
      { process },
    ])
      assert.ok(lines(value) <= 401, `${lines(value)} lines`);
  });

  test("reads no getter, runs no proxy, and prints objects whose properties throw", () => {
    const calls: string[] = [];
    const lazy = {
      get shape() {
        calls.push("getter");
        return [1];
      },
    };
    const proxy = new Proxy(
      {},
      {
        get: (_, name) => calls.push(String(name)),
        has: (_, name) => calls.push(String(name)) > 0,
        ownKeys: () => {
          calls.push("keys");
          return [];
        },
        getPrototypeOf: () => {
          calls.push("prototype");
          return null;
        },
      },
    );
    class Broken {
      get dataId(): object {
        throw new Error("no data");
      }
    }
    assert.equal(text([lazy, proxy]), "[ { shape: [Getter] }, {} ]");
    assert.equal(text(proxy), "{}");
    assert.deepEqual(calls, []);
    assert.equal(text(new Broken()), "Broken {}");
    assert.equal(text(Broken.prototype), "{}");
  });

  test("leaves util.inspect and classes with their own method as they are", () => {
    assert.match(inspect(setTimeout(() => {}, 0)), /_idleTimeout/);
    class Point {
      [inspect.custom]() {
        return "the point";
      }
    }
    function Old() {}
    Old.prototype[inspect.custom] = () => "assigned";
    assert.equal(text([new Point(), Reflect.construct(Old, [])]), "[ the point, assigned ]");
    assert.equal(inspect.custom in Object.keys({}), true);
    assert.equal(({} as { [inspect.custom]?: unknown })[inspect.custom], undefined);
  });
});
