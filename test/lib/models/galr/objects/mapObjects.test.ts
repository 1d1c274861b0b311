// GaLR with objects of the trunk's own maps.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import { ready, Vocabulary } from "../../../../../src/lib/index.js";
import {
  createModel,
  type Galr,
  MapObjects,
  openLocal,
  toTensors,
} from "../../../../../src/lib/models/index.js";
import { Parameters } from "../../../../../src/lib/nn/parameters.js";

before(() => ready());

const vocabulary = Vocabulary.build(["a white plane"]);
const sizes = {
  imageSize: 32,
  width: 2,
  embedding: 8,
  heads: 2,
  feedForward: 8,
  wordEmbedding: 4,
  hidden: 4,
};
const create = () => createModel("lesson/galr-maps", { vocabulary, options: sizes }) as Galr;

test("an object is the mean of its cell, a border pixel counts in part", () => {
  const objects = new MapObjects(new Parameters(1).at("objects"), 1);
  (objects.project.weight as tf.Tensor as tf.Variable).assign(tf.ones([1, 20]));
  (objects.project.bias as tf.Tensor as tf.Variable).assign(tf.zeros([20]));
  // 4 × 4 pixels, in 4 rows and 5 columns of cells: a column of cells is 0.8 pixels wide.
  const pixels = Float32Array.from({ length: 16 }, (_, i) => i);
  const { objects: found } = objects.apply(tf.tensor4d(pixels, [1, 4, 4, 1]));
  const values = found.arraySync()[0]!.map((numbers) => numbers[0]!);
  const expected = [0, 4, 8, 12].flatMap((row) => [0, 0.75, 1.5, 2.25, 3].map((x) => row + x));
  for (const [i, value] of values.entries())
    assert.ok(Math.abs(value - expected[i]!) < 1e-5, `cell ${i}: ${value}`);
});

test("the adjacency is symmetric, and joins cells that touch", () => {
  const { adjacency } = new MapObjects(new Parameters(1).at("objects"), 2).apply(tf.ones([1, 4, 4, 2]));
  const edges = adjacency.arraySync()[0]!;
  for (const [i, row] of edges.entries())
    for (const [j, edge] of row.entries()) {
      const near = Math.abs(Math.floor(i / 5) - Math.floor(j / 5)) <= 1 && Math.abs((i % 5) - (j % 5)) <= 1;
      assert.equal(edge > 0, near, `${i}, ${j}`);
      assert.equal(edge, edges[j]![i]);
    }
});

test("the model reads pixels alone, trains its projection, and refuses local inputs", async () => {
  const model = create();
  assert.equal(await openLocal(model, undefined), undefined);
  await assert.rejects(
    openLocal(model, "segments"),
    /local: expected none, because the model makes objects of its own maps/,
  );
  const pixels = async (size: number) => new Float32Array(2 * size * size * 3).map((_, i) => (i % 7) / 7);
  const inputs = await model.prepare({ images: [{ name: "a" }, { name: "b" }], pixels });
  assert.deepEqual(Object.keys(inputs), ["pixels"]);
  const images = toTensors(inputs);
  const { weight } = model.mapObjects!.project;
  const { grads } = tf.variableGrads(
    () => tf.sum(tf.mul(model.encodeBranches(images).local, tf.range(0, 8))) as tf.Scalar,
    [weight as tf.Tensor as tf.Variable],
  );
  assert.ok(tf.max(tf.abs(Object.values(grads)[0]!)).dataSync()[0]! > 0);
  assert.match(String(model.summary()), /grid over f3, linear/);
  model.dispose();
});
