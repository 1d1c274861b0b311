import assert from "node:assert/strict";
import { test } from "node:test";
import { completeQuery, pickKeywords } from "../../../src/lib/index.js";

test("a sentence alone gives its keywords: a target with the word before it", () => {
  assert.deepEqual(pickKeywords("Three white planes are parked beside a gray terminal."), [
    "white planes",
    "parked",
    "gray terminal",
  ]);
  assert.deepEqual(pickKeywords("it is in the"), []);
});

test("keywords alone are joined to a sentence, without RSITMD's mark for a missing adjective", () => {
  assert.deepEqual(completeQuery({ keywords: ["gray port", "-ship"] }), {
    sentence: "gray port ship",
    keywords: ["gray port", "ship"],
  });
});

test("what a query has itself stays as it is", () => {
  const query = { sentence: "a port", keywords: ["white ship"] };
  assert.deepEqual(completeQuery(query), query);
  assert.deepEqual(completeQuery("a gray port"), { sentence: "a gray port", keywords: ["gray port"] });
});
