// A program that trains into a folder until it is killed.
import { fit, ready } from "../../../src/lib/index.js";
import { tinyModel, tinyScenes } from "../../support/tinyScenes.js";

const [out, images] = process.argv.slice(2) as [string, string];
await ready({ engine: "wasm" });
const scenes = await tinyScenes(images);
const options = { epochs: 10_000, batchSize: 8, learningRate: 3e-3, seed: 4, clipNorm: 5 };
await fit(tinyModel(scenes), scenes, { ...options, out });
