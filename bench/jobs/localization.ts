// Localizes a sentence in a large image, and judges the map, against the authors' way in PyTorch, SciPy and OpenCV.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { ready, TiledImage } from "../../src/lib/index.js";
import {
  judgeMap,
  type Localization,
  type Point,
  type TiledImageOptions,
} from "../../src/lib/localization/index.js";
import type { RetrievalModel } from "../../src/lib/models/index.js";
import type { Baseline } from "../baseline/baseline.js";
import { interleaved, interleavedWays, type Result, timed } from "../measure.js";
import { rankCorrelation } from "../rankCorrelation.js";
import { scenes, subject } from "../scenes.js";

const side = 2000;
const file = fileURLToPath(new URL("../../.cache/bench/large.png", import.meta.url));
const regions: Point[][] = [
  [
    [300, 300],
    [700, 340],
    [650, 800],
    [280, 760],
  ],
  [
    [1200, 1300],
    [1500, 1340],
    [1450, 1700],
  ],
];

export async function localization(baseline: Baseline | undefined): Promise<Result> {
  await ready({ engine: "tensorflow" });
  const dataset = await scenes("test");
  const { model, vocabulary } = subject(dataset, "released/similarity");
  await drawLargeImage(dataset.records.slice(0, 64).map(({ path }) => path));
  const sentence = dataset.captions[0]!;
  const ids = vocabulary.encode(sentence);
  const ways: readonly TiledImageOptions[] = [
    { released: true },
    { method: "dense", cellSize: 1 },
    { method: "dense", cellSize: 1, tileSizes: [256, 512, 768] },
  ];
  const maps: Localization[] = [];
  const times = await interleavedWays(
    ways.map(
      (options, i) => () =>
        timed(async () => {
          maps[i] = await locate(model, sentence, options);
        }),
    ),
    { baseline, job: "localization", parameters: { words: vocabulary.size, ids, image: file }, runs: 2 },
  );
  const gray = maps[0]!.bytes;
  const judged = await interleaved(
    () => timed(() => judgeMap({ width: side, height: side, gray }, regions)),
    {
      baseline,
      job: "indicators",
      parameters: { side, gray: Buffer.from(gray).toString("base64"), regions },
      runs: 5,
    },
  );
  const note = (i: number) =>
    `baseline is v1; rank correlation ${rankCorrelation(maps[0]!.raw, maps[i]!.raw).toFixed(2)} with its map`;
  return {
    title: "Localization",
    rows: [
      { work: "v1, 2000², 175 tiles", target: "≤ 1/2.5", ...times[0]! },
      { work: "dense, tiles of 512 and 768", target: "≤ 1/8", ...times[1]!, note: note(1) },
      { work: "dense, tiles of 256, 512 and 768", ...times[2]!, note: note(2) },
      { work: "indicators of one map, 2000²", target: "≤ 1/5", ...judged },
    ],
  };
}

async function locate(
  model: RetrievalModel,
  sentence: string,
  options: TiledImageOptions,
): Promise<Localization> {
  const image = await TiledImage.open(model, file, options);
  const found = await image.locate(sentence);
  await image.dispose();
  return found;
}

/** Draws a large image of scenes, at the first call. */
async function drawLargeImage(paths: readonly string[]): Promise<void> {
  if (existsSync(file)) return;
  const columns = 8;
  const scene = Math.ceil(side / columns);
  const placed = paths.map(async (path, i) => ({
    input: await sharp(path).resize(scene, scene).png().toBuffer(),
    left: (i % columns) * scene,
    top: Math.floor(i / columns) * scene,
  }));
  const create = { width: side, height: side, channels: 3, background: "gray" } as const;
  await sharp({ create })
    .composite(await Promise.all(placed))
    .toFile(file);
}
