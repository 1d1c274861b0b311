import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { OptionError } from "../../../../src/lib/base/errors.js";
import { type BleuOptions, sentenceBleu } from "../../../../src/lib/text/measures/bleu.js";

describe("sentenceBleu", () => {
  test("lies in [0, 1], is 1 for one of the references, and does not depend on their order", () => {
    const sentence = fc.array(fc.constantFrom("a", "b", "c", "port"), { minLength: 4, maxLength: 9 });
    fc.assert(
      fc.property(fc.array(sentence, { minLength: 1, maxLength: 4 }), sentence, (references, hypothesis) => {
        const score = sentenceBleu(references, hypothesis, { smoothing: "method1" });
        assert.ok(score >= 0 && score <= 1 + 1e-12);
        assert.equal(sentenceBleu(references.toReversed(), hypothesis, { smoothing: "method1" }), score);
        assert.ok(Math.abs(sentenceBleu([...references, hypothesis], hypothesis) - 1) < 1e-12);
      }),
    );
  });

  const invalid: Record<string, BleuOptions> = {
    order: { order: 0 },
    weights: { weights: [] },
    "weights below 0": { weights: [-1] },
    smoothing: { smoothing: "method9" as "method0" },
  };
  for (const [name, options] of Object.entries(invalid)) {
    test(`rejects an invalid option: ${name}`, () => {
      const option = Object.keys(options)[0]!;
      assert.throws(
        () => sentenceBleu([["a"]], ["a"], options),
        (error) => error instanceof OptionError && error.message.startsWith(`${option}: expected `),
      );
    });
  }

  test("names the option and the remedy when method6 cannot be computed", () => {
    assert.throws(() => sentenceBleu([["a", "b", "c"]], ["a", "b"], { order: 3, smoothing: "method6" }), {
      name: "OptionError",
      message:
        "smoothing: expected a match of three words for method6, found none in a hypothesis; choose another method.",
    });
  });
});
