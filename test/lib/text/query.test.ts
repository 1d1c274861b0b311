import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { completeQuery, pickKeywords } from "../../../src/lib/text/query.js";

describe("pickKeywords", () => {
  test("picks nouns with the word before them out of a sentence", () => {
    assert.deepEqual(pickKeywords("Three white planes are parked beside a gray terminal."), [
      "white planes",
      "parked",
      "gray terminal",
    ]);
    assert.deepEqual(pickKeywords("it is in the"), []);
  });
});

describe("completeQuery", () => {
  test("joins keywords to a sentence, without RSITMD's mark for a missing adjective", () => {
    assert.deepEqual(completeQuery({ keywords: ["gray port", "-ship"] }), {
      sentence: "gray port ship",
      keywords: ["gray port", "ship"],
    });
  });

  test("leaves the parts of a query that are given unchanged", () => {
    const query = { sentence: "a port", keywords: ["white ship"] };
    assert.deepEqual(completeQuery(query), query);
    assert.deepEqual(completeQuery("a gray port"), { sentence: "a gray port", keywords: ["gray port"] });
  });
});
