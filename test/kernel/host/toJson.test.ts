import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { JsonError } from "typescript-lab";
import { toJson } from "../../../src/kernel/host/toJson.js";
import { hostileValue, randomOf } from "../../support/hostileValues.js";

const message = (value: unknown) => {
  try {
    toJson(value, "application/json");
  } catch (error) {
    assert.ok(error instanceof JsonError, String(error));
    return error.message;
  }
  return undefined;
};

describe("toJson", () => {
  test("returns the same as JSON.stringify for values that JSON has", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        assert.equal(JSON.stringify(toJson(value, "value")), JSON.stringify(value));
      }),
    );
  });

  test("returns valid JSON or throws a JsonError, for any value", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        let json: unknown;
        try {
          json = toJson(hostileValue(randomOf(seed)), "value");
        } catch (error) {
          assert.ok(error instanceof JsonError, String(error));
          return;
        }
        if (json === undefined) return;
        const text = JSON.stringify(json);
        assert.ok(!/\\ud[89a-f]/i.test(text.replaceAll("\\\\", "")), "no lone surrogates");
        assert.equal(JSON.stringify(structuredClone(json)), text);
        assert.equal(JSON.stringify(toJson(JSON.parse(text), "value")), text);
      }),
      { numRuns: 3000 },
    );
  });

  test("turns a BigInt into a number where that is exact, else into a string", () => {
    assert.deepEqual(toJson([1n, -(2n ** 53n) + 1n, 2n ** 53n, Object(7n)], "value"), [
      1,
      -(2 ** 53) + 1,
      "9007199254740992",
      7,
    ]);
    assert.deepEqual(toJson(new BigInt64Array([5n, 2n ** 60n]), "value"), [5, "1152921504606846976"]);
  });

  test("turns Map, Set, Date, URL and typed arrays into the values that users expect", () => {
    const values = {
      byName: new Map([["a", new Set([1, 2])]]),
      byNumber: new Map([[1, "one"]]),
      day: new Date(Date.UTC(2026, 0, 2)),
      never: new Date(Number.NaN),
      page: new URL("http://localhost/"),
      floats: new Float32Array([1.5, Number.NaN]),
      bytes: Buffer.from([1, 2]),
      raw: new Uint8Array([3]).buffer,
      nothing: undefined,
      list: [undefined, Number.POSITIVE_INFINITY, -0],
    };
    assert.deepEqual(toJson(values, "value"), {
      byName: { a: [1, 2] },
      byNumber: [[1, "one"]],
      day: "2026-01-02T00:00:00.000Z",
      never: null,
      page: "http://localhost/",
      floats: [1.5, null],
      bytes: [1, 2],
      raw: [3],
      list: [null, null, -0],
    });
  });

  test("replaces lone surrogates, in keys, too, and keeps a key __proto__", () => {
    assert.equal(JSON.stringify(toJson({ "\ud800": "a\udc00" }, "value")), '{"\ufffd":"a\ufffd"}');
    const json = toJson(JSON.parse('{"__proto__": {"a": 1}}'), "value");
    assert.equal(JSON.stringify(json), '{"__proto__":{"a":1}}');
  });

  test("names the path of a value that has no form in JSON", () => {
    const year = (value: unknown) => message({ rows: [1, 2, 3, { year: value }] });
    const at = "application/json.rows[3].year: expected ";
    const itself: Record<string, unknown> = {};
    itself.rows = [{ "the year": itself }];
    assert.equal(
      year(() => 1),
      `${at}a JSON value, found a function; remove it, or call it and use the result.`,
    );
    assert.equal(year(Symbol("s")), `${at}a JSON value, found a symbol; use its description.`);
    assert.equal(year(Promise.resolve(1)), `${at}a JSON value, found a Promise; await it first.`);
    assert.equal(
      message(itself),
      'application/json.rows[0]["the year"]: expected a value without cycles, found an object that contains itself; remove the reference.',
    );
    const broken = {
      rows: [
        1,
        2,
        3,
        Object.defineProperty({}, "year", {
          enumerable: true,
          get() {
            throw new TypeError("no year");
          },
        }),
      ],
    };
    assert.equal(
      message(broken),
      `${at}a value that can be read, found an error: TypeError: no year; remove the value.`,
    );
    assert.match(
      String(
        year({
          toJSON() {
            throw null;
          },
        }),
      ),
      /^application\/json\.rows\[3\]\.year: /,
    );
    assert.match(String(year({ toJSON: () => Symbol("s") })), /found a symbol/);
  });

  test("refuses what is too deep or too large for a front end", () => {
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i++) deep = [deep];
    assert.match(String(message(deep)), /expected at most 200 nested levels/);
    assert.match(String(message(new Array(4e9))), /expected at most 10000000 values/);
    const doubled = Array.from({ length: 40 }).reduce((one) => [one, one], 1);
    assert.match(String(message(doubled)), /expected at most 10000000 values/);
  });

  test("takes bytes out of a value, with their paths", () => {
    const taken: [number[], (string | number)[]][] = [];
    const json = toJson(
      { a: new Uint8Array([1]), list: [new Map([["b", Buffer.from([2])]])] },
      "value",
      (bytes, path) => taken.push([[...bytes], path]),
    );
    assert.deepEqual(json, { list: [{}] });
    assert.deepEqual(taken, [
      [[1], ["a"]],
      [[2], ["list", 0, "b"]],
    ]);
  });
});
