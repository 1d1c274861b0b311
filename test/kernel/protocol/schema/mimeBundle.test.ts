import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { JsonError } from "typescript-lab";
import { validBundle } from "../../../../src/kernel/protocol/schema/mimeBundle.js";
import { hostileBundle, randomOf } from "../../../support/hostileValues.js";

const isText = (data: unknown) =>
  typeof data === "string" || (Array.isArray(data) && data.every((line) => typeof line === "string"));

describe("validBundle", () => {
  test("returns a bundle that nbformat accepts or throws a JsonError, for 10,000 bundles", () => {
    const random = randomOf(16);
    let valid = 0;
    for (let i = 0; i < 10_000; i++) {
      let bundle: Record<string, unknown>;
      try {
        bundle = validBundle(hostileBundle(random), "data");
      } catch (error) {
        assert.ok(error instanceof JsonError, String(error));
        continue;
      }
      valid += 1;
      const sent = JSON.parse(JSON.stringify(bundle)) as Record<string, unknown>;
      for (const [mime, data] of Object.entries(sent))
        assert.ok(/^application\/(.*\+)?json$/.test(mime) || isText(data), `${mime}: ${data}`);
      assert.deepEqual(Object.keys(sent), Object.keys(bundle));
    }
    assert.ok(valid > 1000, `${valid} bundles are valid`);
  });

  test("keeps text, lists of lines and any JSON, and omits types without data", () => {
    const bundle = {
      "text/html": "<b>1</b>",
      "text/plain": ["a\n", "b"],
      "application/json": [1, null, "x"],
      "application/vnd.plotly.v1+json": { data: [] },
      "text/latex": undefined,
    };
    const { "text/latex": _, ...expected } = bundle;
    assert.deepEqual(validBundle(bundle, "data"), expected);
    assert.deepEqual(validBundle(new Map(Object.entries(bundle)), "data"), expected);
  });

  test("turns bytes into base64, or into text for a type of text", () => {
    const bundle = { "image/png": new Uint8Array([1, 2, 3]), "image/svg+xml": Buffer.from("<svg/>") };
    assert.deepEqual(validBundle(bundle, "data"), { "image/png": "AQID", "image/svg+xml": "<svg/>" });
  });

  test("refuses a bundle that is no object", () => {
    for (const [bundle, found] of [
      ["<b>", '"<b>"'],
      [[], "an array"],
      [5, "5"],
      [() => 1, "a function"],
      [1n, "1n"],
      [false, "false"],
    ])
      assert.throws(() => validBundle(bundle, "data"), {
        name: "JsonError",
        message: `data: expected an object of data by MIME type, such as { "text/html": "<b>1</b>" }, found ${found}; return such an object.`,
      });
  });

  test("refuses data that its type does not allow, by the name of the type", () => {
    for (const data of [5, 5n, true, null, { a: 1 }, ["a", 1], [["a"]], new Date()].filter(
      (one) => !(one instanceof Date),
    ))
      assert.throws(
        () => validBundle({ "text/html": data }, "data"),
        /^JsonError: text\/html: expected a string or a list of strings, found /,
      );
    assert.throws(
      () => validBundle({ "application/json": { rows: [{ year: () => 1 }] } }, "data"),
      /^JsonError: application\/json\.rows\[0\]\.year: expected a JSON value, found a function; /,
    );
  });
});
