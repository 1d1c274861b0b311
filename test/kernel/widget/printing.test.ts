// Printed widgets: one short line, never the source of the page side, also without a kernel.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { AnyWidget } from "../../../src/kernel/widget/index.js";
import { playKernel } from "../../support/kernelHost.js";

const source = "export default { render({ el }) { el.textContent = 'page source'; } }";

class Own extends AnyWidget {
  static esm = source;
  static css = "p { content: 'page source' }";
  count = 1;
  values = Array.from({ length: 500 }, (_, i) => i);
  pixels = new Uint8Array(5000);
  words = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`word${i}`, i]));
  failure: unknown = new Error("two\nlines");
  text = "a line\n".repeat(50);
  double() {
    return 2 * this.count;
  }
}

/** Returns texts of a value at all depths and places. */
function printed(value: unknown): string[] {
  const depths = [0, 1, 2, 5, Infinity, null];
  return depths.flatMap((depth) =>
    [false, true].flatMap((flag) => [
      inspect(value, { depth, colors: flag, showHidden: flag }),
      inspect([value], { depth, compact: flag, breakLength: Infinity }),
      inspect({ a: { value } }, { depth, sorted: flag, breakLength: Infinity }),
      inspect(new Map([["value", value]]), { depth, breakLength: Infinity }),
    ]),
  );
}

function assertShort(value: unknown, name: string): void {
  for (const text of printed(value)) {
    assert.ok(text.length < 600, text);
    assert.doesNotMatch(text, /page source|_esm|_css|textContent|Uint8Array|495,/);
  }
  assert.doesNotMatch(inspect(value), /\n/);
  assert.ok(inspect(value).startsWith(name), inspect(value));
}

describe("a printed widget", () => {
  test("that was not used yet needs no kernel", () => {
    const own = new Own();
    assertShort(own, "Own({ count: 1, values: [ 0, 1, 2, 3, 4, ... 495 more items ]");
    assert.throws(() => own.count === 1 && own.set({ count: 2 }), { name: "NoKernelError" });
    class Sourceless extends AnyWidget {
      count = 1;
    }
    assert.equal(inspect(new Sourceless()), "Sourceless({ count: 1 })");
  });

  test("does not open its model in the page", () => {
    const comms = playKernel();
    const own = new Own();
    inspect(own);
    assert.equal(comms.length, 0);
  });

  test("is one short line after its first use too", () => {
    playKernel();
    const own = new Own();
    own.failure = null;
    own.set({ count: 3, failure: new Map([["a", 1]]) });
    assertShort(own, "Own({ count: 3");
    const other = new AnyWidget({
      name: "Other",
      esm: source,
      css: "p {}",
      state: { count: 1, pixels: new Uint8Array(9) },
    });
    assertShort(other, "Other({ count: 1");
    own.close();
    assertShort(own, "Own(");
  });

  test("is named as a class without its source", () => {
    assert.equal(inspect(Own), "[class Own extends AnyWidget]");
    assert.equal(inspect([AnyWidget]), "[ [class AnyWidget] ]");
  });
});
