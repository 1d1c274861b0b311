// Operations at the edges of their sizes agree with plain JavaScript, values and gradients.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { type EngineName, ready } from "../../../src/lib/engine/index.js";
import { noNative } from "../../support/native.js";
import {
  assertSameResult,
  computeCase,
  type OperationResult,
  operationEdges,
} from "../../support/operationEdges.js";

const expected = new Map<string, OperationResult>();
before(async () => {
  await ready({ engine: "cpu" });
  for (const one of operationEdges) expected.set(one.name, await computeCase(one));
});

const engines: [EngineName, string | false][] = [
  ["wasm", false],
  ["tensorflow", noNative],
];
for (const [engine, skip] of engines) {
  describe(`${engine} agrees with plain JavaScript on`, { skip }, () => {
    before(() => ready({ engine }));
    for (const one of operationEdges.filter(({ lacking }) => lacking !== engine))
      test(one.name, async () => assertSameResult(await computeCase(one), expected.get(one.name)!));
  });
}

test("the table holds values that are not zero", () => {
  for (const one of operationEdges)
    assert.ok(
      expected.get(one.name)!.some(({ values }) => values.some((value) => value !== 0)),
      one.name,
    );
});
