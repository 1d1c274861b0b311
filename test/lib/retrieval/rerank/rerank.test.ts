import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { type NpyArray, readNpy, writeNpy } from "../../../../src/lib/base/npy.js";
import { Random } from "../../../../src/lib/base/random.js";
import {
  type RerankOptions,
  rerank,
  rerankOrders,
  rerankQuery,
  rerankQueryOf,
} from "../../../../src/lib/retrieval/rerank/index.js";
import { largestDifference } from "../../../support/closeness.js";
import { noTorch, runTorch } from "../../../support/torch.js";

const folder = mkdtempSync(join(tmpdir(), "rerank-"));
after(() => rmSync(folder, { recursive: true }));

/** Draws scores. @param steps number of different scores; 0 for as many as there are */
function drawn(images: number, texts: number, seed: number, steps = 0): NpyArray {
  const random = new Random(seed);
  const draw = () => (steps > 0 ? Math.floor(random.between(-1, steps)) / steps : random.between(-0.2, 1));
  return { shape: [images, texts], values: Float32Array.from({ length: images * texts }, draw) };
}

/** Small matrices with many ties, or with few. */
const matrices = fc
  .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 9 }), fc.constantFrom(2, 5, 1000))
  .chain(([images, texts, levels]) =>
    fc
      .array(fc.integer({ min: -levels, max: 2 * levels }), {
        minLength: images * texts,
        maxLength: images * texts,
      })
      .map((levelsOf): NpyArray => {
        const values = Float32Array.from(levelsOf, (level) => level / levels);
        return { shape: [images, texts], values };
      }),
  );

const optionSets: fc.Arbitrary<RerankOptions> = fc.record({
  k: fc.integer({ min: 1, max: 12 }),
  w1: fc.double({ min: -2, max: 2, noNaN: true }),
  w2: fc.double({ min: -2, max: 2, noNaN: true }),
  variant: fc.constantFrom("released" as const, "paper" as const),
  sums: fc.constantFrom("signed" as const, "absolute" as const),
});

describe("rerank", () => {
  test("gives the scores one counts by hand", () => {
    // Image 0 finds the texts 0 and 1. It is the first image of text 0 and the second one of text 1.
    const matrix = { shape: [2, 2], values: Float32Array.of(0.8, 0.7, 0.2, 0.9) };
    const { imageToText } = rerank(matrix, { k: 2, w1: 0.3, w2: 1.1 });
    const e = (place: number) => Math.exp(-0.05 * place);
    const expected = [
      0.3 * (0.8 / 1) + e(1) + 1.1 * e(1),
      0.3 * (0.7 / 1.6) + e(2) + 1.1 * e(2),
      0.3 * (0.2 / 1) + e(2) + 1.1 * e(2),
      0.3 * (0.9 / 1.6) + e(1) + 1.1 * e(1),
    ];
    assert.ok(largestDifference(imageToText, expected) < 1e-7);
  });

  test("breaks ties by the lower index, then by the first stage", () => {
    // All scores are equal, so the places are the indexes, and all reverse ranks of an image are its index.
    const matrix = { shape: [2, 3], values: new Float32Array(6).fill(0.5) };
    const { imageToText, textToImage } = rerank(matrix, { k: 2, w1: 0, w2: 10 });
    const e = (place: number) => Math.exp(-0.05 * place);
    assert.ok(largestDifference(imageToText, [11 * e(1), 11 * e(2), 0, 11 * e(1), 11 * e(2), 0]) < 1e-6);
    assert.ok(
      largestDifference(
        textToImage,
        [1, 1, 1, 2, 2, 2].map((place) => 11 * e(place)),
      ) < 1e-6,
    );
  });

  test("agrees with NumPy within 1e-6, with ties, negative sums and K above the candidates", {
    skip: noTorch,
  }, async () => {
    const common = { w1: 0.3, w2: 1.1, variant: "released", within: 30, sums: "signed" } as const;
    const specs = [
      { name: "published", images: 40, texts: 200, steps: 0, ...common, k: 30 },
      { name: "ties", images: 24, texts: 120, steps: 4, ...common, k: 20 },
      { name: "few", images: 6, texts: 30, steps: 3, ...common, k: 30, w1: 1, w2: 0.7 },
      { name: "paper", images: 24, texts: 120, steps: 6, ...common, k: 20, variant: "paper", within: 7 },
      { name: "absolute", images: 12, texts: 60, steps: 0, ...common, k: 10, sums: "absolute" },
      { name: "one", images: 1, texts: 5, steps: 0, ...common, k: 3 },
    ] as const;
    for (const [seed, { name, images, texts, steps }] of specs.entries())
      await writeNpy(join(folder, `${name}.npy`), drawn(images, texts, seed, steps));
    const asked = specs.map(({ images, texts, steps, ...rest }) => rest);
    await runTorch(fileURLToPath(new URL("./rerankReference.py", import.meta.url)), [
      folder,
      JSON.stringify(asked),
    ]);
    for (const { name, images, texts, steps, within, ...options } of specs) {
      const matrix = await readNpy(join(folder, `${name}.npy`));
      const found = rerank(matrix, { ...options, ...(options.variant === "paper" && { within }) });
      for (const [direction, suffix] of [
        ["imageToText", "i2t"],
        ["textToImage", "t2i"],
      ] as const) {
        const expected = await readNpy(join(folder, `${name}-${suffix}.npy`));
        assert.ok(largestDifference(found[direction], expected.values) < 1e-6, `${name} ${suffix}`);
      }
    }
  });

  test("tells scores of float64 apart that are equal in float32", () => {
    fc.assert(
      fc.property(matrices, optionSets, ({ shape, values }, options) => {
        const near = Float64Array.from(values, (score) => 0.5 + score * 1e-9);
        const far = Float32Array.from(values, (score) => 0.5 + score * 1e-3);
        const [close, apart] = [
          rerank({ shape, values: near }, options),
          rerank({ shape, values: far }, options),
        ];
        for (const direction of ["imageToText", "textToImage"] as const)
          assert.ok(largestDifference(close[direction], apart[direction]) < 0.01, direction);
        const { imageToText, textToImage } = rerankOrders({ shape, values: near }, { k: options.k });
        assert.deepEqual(
          { imageToText, textToImage },
          rerankOrders({ shape, values: far }, { k: options.k }),
        );
        const reverseRanks = (values: Float32Array | Float64Array) => {
          const candidates = rerankQueryOf({ shape, values }, { text: 0 }, options);
          return candidates.sort((a, b) => a.before - b.before).map((one) => [one.index, one.reverseRank]);
        };
        assert.deepEqual(reverseRanks(near), reverseRanks(far));
      }),
    );
  });

  test("changes the first K of each query only", () => {
    fc.assert(
      fc.property(matrices, optionSets, (matrix, options) => {
        const [images = 0, texts = 0] = matrix.shape;
        const { imageToText } = rerank(matrix, { ...options, w1: 0, w2: 1 });
        const k = Math.min(options.k!, texts);
        for (let image = 0; image < images; image++) {
          const row = [...imageToText.subarray(image * texts, (image + 1) * texts)];
          assert.equal(row.filter((score) => score > 0).length, k);
        }
      }),
    );
  });

  test("of the transposed matrix has both directions exchanged", () => {
    fc.assert(
      fc.property(matrices, optionSets, (matrix, options) => {
        const [images = 0, texts = 0] = matrix.shape;
        const turn = (values: Float32Array, rows: number) =>
          Float32Array.from(
            values,
            (_, i) => values[(i % rows) * (values.length / rows) + Math.floor(i / rows)]!,
          );
        const turned = rerank({ shape: [texts, images], values: turn(matrix.values, images) }, options);
        const { imageToText, textToImage } = rerank(matrix, options);
        assert.deepEqual(turn(turned.textToImage, texts), imageToText);
        assert.deepEqual(turn(turned.imageToText, texts), textToImage);
      }),
    );
  });

  test("ranks queries by the number of better queries", () => {
    fc.assert(
      fc.property(matrices, fc.nat(), (matrix, number) => {
        const [images = 0, texts = 0] = matrix.shape;
        const image = number % images;
        for (const { index, reverseRank } of rerankQueryOf(matrix, { image }, { k: texts })) {
          const column = Array.from({ length: images }, (_, row) => matrix.values[row * texts + index]!);
          const before = column.filter(
            (s, row) => s > column[image]! || (s === column[image]! && row < image),
          );
          assert.equal(reverseRank, before.length);
        }
      }),
    );
  });

  test("shares the first term by absolute scores on request, and gives 0 for a sum of 0", () => {
    const matrix = { shape: [2, 1], values: Float32Array.of(0.5, -0.5) };
    const p1 = (options: RerankOptions) => rerankQueryOf(matrix, { image: 0 }, options)[0]!.p1;
    assert.equal(p1({}), 0);
    assert.equal(p1({ sums: "absolute" }), 0.5);
  });
});

describe("rerankOrders", () => {
  test("agree with NumPy, ties included", { skip: noTorch }, async () => {
    const matrix = drawn(24, 60, 9, 4);
    await writeNpy(join(folder, "orders.npy"), matrix);
    await runTorch("-c", [
      "import importlib.util, sys; from pathlib import Path; import numpy as np\n" +
        "spec = importlib.util.spec_from_file_location('reference', sys.argv[1]); r = importlib.util.module_from_spec(spec); spec.loader.exec_module(r)\n" +
        "s = np.load(sys.argv[2] + '/orders.npy')\n" +
        "np.save(sys.argv[2] + '/a.npy', r.orders(s, 10).astype('float32')); np.save(sys.argv[2] + '/b.npy', r.orders(s.T, 10).astype('float32'))",
      fileURLToPath(new URL("./rerankReference.py", import.meta.url)),
      folder,
    ]);
    const { imageToText, textToImage } = rerankOrders(matrix, { k: 10 });
    assert.deepEqual([...imageToText], [...(await readNpy(join(folder, "a.npy"))).values]);
    assert.deepEqual([...textToImage], [...(await readNpy(join(folder, "b.npy"))).values]);
  });

  test("are permutations, with excluded pairs at the end", () => {
    const matrix = drawn(3, 5, 1);
    matrix.values.set([Number.NaN, 1, Number.NEGATIVE_INFINITY, 3, 2]);
    const { imageToText } = rerankOrders(matrix, { k: 2, onNonFinite: "exclude" });
    assert.deepEqual([...imageToText.subarray(2, 5)], [1, 0, 2]);
    for (let image = 0; image < 3; image++)
      assert.deepEqual([...imageToText.subarray(5 * image, 5 * image + 5)].sort(), [0, 1, 2, 3, 4]);
  });
});

describe("rerankQuery", () => {
  test("has the scores of rerank for each query of a matrix", () => {
    fc.assert(
      fc.property(matrices, optionSets, (matrix, options) => {
        const [images = 0, texts = 0] = matrix.shape;
        const whole = rerank(matrix, options);
        for (let text = 0; text < texts; text++) {
          const candidates = rerankQueryOf(matrix, { text }, options);
          assert.equal(candidates.length, Math.min(options.k!, images));
          for (const { index, newScore } of candidates)
            assert.equal(whole.textToImage[index * texts + text], Math.fround(newScore));
        }
        for (let image = 0; image < images; image++)
          for (const { index, newScore } of rerankQueryOf(matrix, { image }, options))
            assert.equal(whole.imageToText[image * texts + index], Math.fround(newScore));
      }),
    );
  });

  test("counts a query that is not among the rivals as one more of them", () => {
    fc.assert(
      fc.property(matrices, optionSets, (matrix, options) => {
        const [images = 0, texts = 0] = matrix.shape;
        const last = texts - 1;
        const row = (image: number) => matrix.values.subarray(image * texts, (image + 1) * texts);
        const scores = Float32Array.from({ length: images }, (_, image) => row(image)[last]!);
        const found = rerankQuery({ scores, rivals: (image) => row(image).subarray(0, last) }, options);
        assert.deepEqual(found, rerankQueryOf(matrix, { text: last }, options));
      }),
    );
  });

  test("numbers the places before and after from 1, best new score first", () => {
    fc.assert(
      fc.property(matrices, optionSets, (matrix, options) => {
        const found = rerankQueryOf(matrix, { text: 0 }, options);
        assert.deepEqual(
          found.map(({ after: place }) => place),
          found.map((_, i) => i + 1),
        );
        assert.deepEqual(
          found.map(({ before }) => before).sort((a, b) => a - b),
          found.map((_, i) => i + 1),
        );
        for (let i = 1; i < found.length; i++) assert.ok(found[i - 1]!.newScore >= found[i]!.newScore);
      }),
    );
  });
});

describe("scores that are not numbers", () => {
  const matrix = {
    shape: [2, 3],
    values: Float32Array.of(0.5, Number.NaN, 0.2, 0.1, 0.4, Number.NEGATIVE_INFINITY),
  };

  test("are refused with the place and the remedy", () => {
    assert.throws(() => rerank(matrix), {
      name: "DataError",
      message: /found NaN between image 0 and text 1 .*onNonFinite: "exclude"/,
    });
    const infinite = { shape: [1, 2], values: Float32Array.of(1, Number.POSITIVE_INFINITY) };
    for (const onNonFinite of ["fail", "exclude"] as const)
      assert.throws(() => rerank(infinite, { onNonFinite }), {
        name: "DataError",
        message: /found Infinity/,
      });
  });

  test("are left out of candidates, sums and ranks on request", () => {
    const { imageToText, textToImage } = rerank(matrix, { k: 3, onNonFinite: "exclude" });
    for (const scores of [imageToText, textToImage]) {
      assert.ok(scores.every(Number.isFinite));
      assert.deepEqual([scores[1], scores[5]], [0, 0]);
    }
    const [best] = rerankQueryOf(matrix, { image: 1 }, { onNonFinite: "exclude" });
    assert.deepEqual([best!.index, best!.reverseRank, best!.p1], [1, 0, 1]);
  });
});

describe("options of rerank", () => {
  const matrix = drawn(2, 3, 1);
  const refused: readonly [RerankOptions, RegExp][] = [
    [{ k: 0 }, /option k: expected a whole number of at least 1, found 0/],
    [{ k: 2.5 }, /option k/],
    [{ w1: Number.NaN }, /option w1: expected a finite number, found NaN/],
    [{ w2: Number.POSITIVE_INFINITY }, /option w2/],
    [{ decay: -1 }, /option decay/],
    [{ variant: "order" as "paper" }, /option variant: expected one of released, paper, found order/],
    [{ within: 3 }, /option within: expected none unless variant is "paper"/],
    [{ variant: "paper", within: 0 }, /option within/],
    [{ k: 3, onFewCandidates: "fail" }, /option k: expected at most 2, the number of images, found 3/],
  ];
  for (const [options, message] of refused)
    test(`refuse ${JSON.stringify(options)} by name`, () => {
      assert.throws(() => rerank(matrix, options), { name: "OptionError", message });
    });

  test("take all candidates for a K above their number", () => {
    assert.deepEqual(rerank(matrix, { k: 1000 }), rerank(matrix, { k: 3 }));
  });

  test("come with a matrix of the right form", () => {
    for (const shape of [[6], [0, 3], [2, 2], [1, 2, 3]])
      assert.throws(() => rerank({ ...matrix, shape }), {
        name: "OptionError",
        message: /^matrix: expected/,
      });
    assert.throws(() => rerankQueryOf(matrix, { text: 3 }), { name: "OptionError", message: /^text: .*0…2/ });
  });
});
