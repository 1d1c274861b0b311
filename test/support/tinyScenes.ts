// A data set of a few drawn images and a model of a few thousand weights: enough to train in seconds.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { createModel, Dataset, Vocabulary } from "../../src/lib/index.js";
import type { Amfmn } from "../../src/lib/models/index.js";
import { modelConfigs } from "./models.js";

const colors = ["red", "green", "blue", "white", "black", "gray"] as const;
const paints = [
  [200, 40, 40],
  [40, 180, 60],
  [40, 60, 200],
  [240, 240, 240],
  [20, 20, 20],
  [128, 128, 128],
] as const;

/** Draws plain colored squares with two captions each. Every sixth is in the validation split. */
export async function tinyScenes(folder: string, images = 24): Promise<Dataset> {
  mkdirSync(folder, { recursive: true });
  const records = [];
  for (let i = 0; i < images; i++) {
    const color = i % colors.length;
    const path = join(folder, `field_${i}.png`);
    const [r, g, b] = paints[color]!.map((channel) => Math.max(0, channel - i)) as [number, number, number];
    const picture = { width: 32, height: 32, channels: 3 as const, background: { r, g, b } };
    writeFileSync(path, await sharp({ create: picture }).png().toBuffer());
    records.push({
      filename: `field_${i}.png`,
      path,
      captions: [`a ${colors[color]} field`, `the field is ${colors[color]}`],
      keywords: [`${colors[color]} field`],
      sceneClass: "field",
      split: i % 6 === 5 ? ("val" as const) : ("train" as const),
    });
  }
  return new Dataset("tiny", records);
}

/** Creates a lesson model with very few weights. It has dropout, so that its results depend on the random numbers too. */
export function tinyModel({ captions }: Dataset, seed = 1): Amfmn {
  const vocabulary = Vocabulary.build(captions);
  const options = { ...modelConfigs["lesson/small"], imageSize: 32, width: 4, embedding: 16, hidden: 8 };
  return createModel({ ...options, wordEmbedding: 8, dropout: 0.2 }, { vocabulary, seed });
}
