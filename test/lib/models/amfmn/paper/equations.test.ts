// Each equation of the paper on a small example that is computed by hand.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as tf from "@tensorflow/tfjs-core";
import { ready } from "../../../../../src/lib/index.js";
import { FusionGate } from "../../../../../src/lib/models/amfmn/paper/fusion.js";
import {
  createPaperGuide,
  type PaperAttention,
} from "../../../../../src/lib/models/amfmn/paper/guidedAttention.js";
import { KeywordEncoder } from "../../../../../src/lib/models/amfmn/paper/keywordEncoder.js";
import {
  multiscaleFeatures,
  PaperVisualSelfAttention,
} from "../../../../../src/lib/models/amfmn/paper/visualSelfAttention.js";
import { SentenceEncoder } from "../../../../../src/lib/models/encoders/texts/sentenceEncoder.js";
import { toTensors } from "../../../../../src/lib/models/index.js";
import { l2Normalize } from "../../../../../src/lib/nn/normalize.js";
import { Parameters } from "../../../../../src/lib/nn/parameters.js";
import { PRelu } from "../../../../../src/lib/nn/prelu.js";

before(() => ready({ engine: "cpu" }));

function close(actual: tf.Tensor, expected: readonly number[], tolerance = 1e-6): void {
  const values = [...actual.dataSync()];
  assert.equal(values.length, expected.length);
  for (const [i, value] of values.entries()) {
    assert.ok(Math.abs(value - expected[i]!) <= tolerance, `element ${i}: ${value} is not ${expected[i]}`);
  }
}

/** Creates a layer whose parameters are zero but for the given ones. */
function set<L>(create: (parameters: Parameters) => L, given: Record<string, readonly number[]>): L {
  const parameters = new Parameters(1);
  const layer = create(parameters);
  for (const [name, variable] of parameters.all()) {
    const values = given[name] ?? new Array<number>(variable.size).fill(0);
    variable.assign(tf.tensor([...values], variable.shape, "float32"));
  }
  for (const name of Object.keys(given)) parameters.get(name);
  return layer;
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const identity = [1, 0, 0, 1];

test("PReLU keeps what is positive and scales the rest; L2 leaves length one, and zeros as zeros", () => {
  const prelu = new PRelu(new Parameters(1).at("p"));
  close(prelu.apply(tf.tensor1d([-2, 0, 3])), [-0.5, 0, 3]);
  close(
    l2Normalize(
      tf.tensor2d([
        [3, 4],
        [0, 0],
      ]),
    ),
    [0.6, 0.8, 0, 0],
  );
});

const constantMaps = (batch = 1) => ({
  f1: tf.fill([batch, 16, 16, 1], 1) as tf.Tensor4D,
  f2: tf.fill([batch, 8, 8, 2], 2) as tf.Tensor4D,
  f3: tf.fill([batch, 4, 4, 4], 3) as tf.Tensor4D,
  f4: tf.fill([batch, 2, 2, 8], 4) as tf.Tensor4D,
});

test("eqs 6–9: the low scale holds the first three feature maps, the high scale the last two", () => {
  const { low, high } = multiscaleFeatures(constantMaps());
  assert.deepEqual(low.shape, [1, 16, 16, 7]);
  assert.deepEqual(high.shape, [1, 4, 4, 12]);
  close(tf.slice(low, [0, 5, 9, 0], [1, 1, 1, 7]), [1, 2, 2, 3, 3, 3, 3]);
  close(tf.slice(high, [0, 3, 1, 0], [1, 1, 1, 12]), [3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4]);
});

test("eqs 14–19: PReLU after both convolutions, the residual, L2 before the gate, and the mask over the image", () => {
  const shape = { width: 1, imageSize: 64, channels: 1, embedding: 2 };
  const mvsa = set((p) => new PaperVisualSelfAttention(p, shape), {
    "global.bias": [2, 4], // the image's global feature, whatever it shows
    "mvsa.low.bias": [-8], // PReLU: −8 · 0.25 = −2
    "mvsa.low_prelu.weight": [0.25],
    "mvsa.high.bias": [4], // PReLU leaves 4, which is also the residual
    "mvsa.high_prelu.weight": [0.25],
    // [−2, 4] + 4 = [2, 8]; L2: [2, 8] ÷ √68
    "mvsa.main.weight": [1, 0],
    "mvsa.gate.weight": [0, 1],
    "mvsa.mask.weight": new Array(32).fill(0).map((_, i) => (i % 2 === 0 ? 1 / 16 : 0)),
  });
  const seen = mvsa.apply(constantMaps());
  const [main, gate] = [2 / Math.sqrt(68), sigmoid(8 / Math.sqrt(68))];
  close(seen.mainMap, new Array(16).fill(main));
  close(seen.gateMap, new Array(16).fill(gate));
  close(seen.mask, [sigmoid(main * gate), 0.5]);
  close(seen.embedding, [2 * sigmoid(main * gate), 2]);
});

/** Creates one-unit GRUs whose gates are half open, so that h' = ½·tanh(x) + ½·h. */
const halfOpen = {
  "text.embedding": [0, 1, -2],
  "text.forward.weight_ih": [0, 0, 1],
  "text.backward.weight_ih": [0, 0, 1],
};
const oneUnit = { words: 3, wordEmbedding: 1, embedding: 1 };

test("eqs 10–12: a sentence is the mean over its words of both directions' states", () => {
  const sentences = set((p) => new SentenceEncoder(p, oneUnit), halfOpen);
  const [first, second] = [Math.tanh(1) / 2, Math.tanh(-2) / 2];
  const forward = [first, second + first / 2];
  const backward = [first + second / 2, second];
  const mean = (forward[0]! + backward[0]! + forward[1]! + backward[1]!) / 4;
  close(sentences.encode(toTensors(sentences.inputs([[1, 2], [1], []]))), [mean, first, 0]);
});

test("eq. 13: keywords are the mean of each one's encoding, through the MLP", () => {
  const keywords = set((p) => new KeywordEncoder(p.at("keywords"), new SentenceEncoder(p, oneUnit), 1), {
    ...halfOpen,
    "keywords.0.weight": [1],
    "keywords.1.weight": [3],
    "keywords.1.bias": [0.5],
  });
  const mean = (Math.tanh(1) / 2 + Math.tanh(-2) / 2) / 2; // below zero: the ReLU stops it
  const alone = Math.tanh(1) / 2;
  assert.ok(mean < 0);
  const encoded = keywords.encode(toTensors(keywords.inputs([[[1], [2]], [[1]], []])));
  close(encoded, [0.5, 3 * alone + 0.5, 0.5]);
});

/** Embeddings of two images and two texts. */
const pairs = () => ({
  visual: tf.tensor2d([1, 0, 0, 2], [2, 2]),
  text: tf.tensor2d([3, 4, 1, 0], [2, 2]),
});

const guideOf = (attention: PaperAttention, name: string) => (parameters: Parameters) =>
  createPaperGuide(attention, parameters.at(name), 2);

test("eqs 20–21, soft: the image's gate on each element of the text", () => {
  const prefix = "guided_sentence.cross_attention.0";
  const layer = set(guideOf("soft", "guided_sentence"), {
    [`${prefix}.weight`]: identity,
  });
  const [g, h] = [sigmoid(1), sigmoid(2)];
  const { visual, text } = pairs();
  close(layer.guide(visual, text), [3 * g, 2, g, 0, 1.5, 4 * h, 0.5, 0]);
});

test("eqs 22–23, fusion: both sides make a gate and a value, as if W·[v; t] were computed for each pair", () => {
  const prefix = "guided_sentence.cross_attention_fc";
  const layer = set(guideOf("fusion", "guided_sentence"), {
    [`${prefix}1.0.weight`]: [...identity, 0, 0, 0, 0], // gate: σ(v)
    [`${prefix}2.0.weight`]: [...identity, ...identity], // value: v + t
  });
  const [g, h] = [sigmoid(1), sigmoid(2)];
  const { visual, text } = pairs();
  close(layer.guide(visual, text), [4 * g, 2, 2 * g, 0, 1.5, 6 * h, 0.5, 2 * h]);
});

test("eqs 24–25, similarity: one weight for the whole text, from the cosine of both sides", () => {
  const layer = set(guideOf("similarity", "guided_keywords"), {
    "guided_keywords.fc_visual.0.weight": identity,
    "guided_keywords.fc_text.0.weight": identity,
  });
  const [a, b, c, d] = [sigmoid(0.6), sigmoid(1), sigmoid(0.8), sigmoid(0)];
  const { visual, text } = pairs();
  close(layer.guide(visual, text), [3 * a, 4 * a, b, 0, 3 * c, 4 * c, d, 0]);
});

test("eqs 26–27: VGMF weighs sentence against keywords by a gate of both, each of length one", () => {
  const gate = set((p) => new FusionGate(p.at("vgmf.gate"), 2), {
    "vgmf.gate.weight": [1, 0, 0, 0, 0, 0, 0, 1], // s_w = [L2(s')₁, L2(k')₂]
    "vgmf.gate.bias": [0, 1],
  });
  const sentence = tf.tensor3d([3, 4], [1, 1, 2]);
  const keywords = tf.tensor3d([0, 10], [1, 1, 2]);
  const [first, second] = [sigmoid(0.6), sigmoid(1 + 1)];
  close(gate.apply(sentence, keywords), [3 * first, 4 * second + 10 * (1 - second)]);
});
