// `amfmn localize`: finds the places of a large image that sentences describe.
import { extname } from "node:path";
import { requireDistinctFiles, requireWritableFile } from "../../lib/base/files/output.js";
import { readTextSync } from "../../lib/base/files/readText.js";
import { writeFileAtomic } from "../../lib/base/writeFileAtomic.js";
import { loadModel, OptionError, ready, Vocabulary } from "../../lib/index.js";
import {
  bestRegions,
  type Localization,
  localizationSettings,
  regionsToGeoJson,
  TiledImage,
  writeHeatMap,
  writeScoreMap,
} from "../../lib/localization/index.js";
import { requireHeatMapFile } from "../../lib/localization/results/heatMap.js";
import { regionSettings } from "../../lib/localization/results/regions.js";
import { shippedCheckpoint } from "../../lib/models/index.js";
import { requireKnownWords } from "../../lib/retrieval/search.js";
import { defineCommand, type Output } from "../command.js";
import { noteDifference } from "../imageOptions.js";
import { flagOf, localizationFlags, localizationOptions } from "../localizationOptions.js";
import { duration } from "../output.js";
import { table } from "../table.js";
import { warnOfWords } from "../warnings.js";

const options = {
  text: {
    type: "string",
    placeholder: "SENTENCE",
    multiple: true,
    help: "what to look for; several sentences share the work on the image",
  },
  texts: { type: "string", placeholder: "FILE", help: "a text file with one sentence a line" },
  out: {
    type: "string",
    placeholder: "FILE",
    help: "the heat map: .png in colors with a world file, or .tif as Cloud-Optimized GeoTIFF of one band",
  },
  geojson: {
    type: "string",
    placeholder: "FILE",
    help: "boxes of the best regions as GeoJSON in the image's CRS",
  },
  wgs84: { type: "boolean", help: "write the GeoJSON in longitude and latitude, as RFC 7946 asks" },
  map: {
    type: "string",
    placeholder: "FILE",
    help: "the scaled map before the filter as .npy, float32 [height, width]",
  },
  filtered: { type: "string", placeholder: "FILE", help: "the map after the filter as .npy" },
  threshold: { type: "number", placeholder: "V", help: "least value of the map in a region (default 0.75)" },
  regions: { type: "integer", placeholder: "K", least: 1, help: "most regions of a sentence (default 100)" },
  ...localizationOptions,
} as const;

export const localizeCommand = defineCommand({
  name: "localize",
  summary: "find the places of a large image that a sentence describes",
  usage:
    "IMAGE --text SENTENCE [--out map.png] [--geojson boxes.json] [--method v1|v2|dense] [--map FILE] [--filtered FILE]",
  example: 'amfmn localize harbour.tif --text "white boats at a pier" --out map.png --geojson boxes.json',
  operands: ["IMAGE"],
  options,
  rules: [{ option: "wgs84", needs: "geojson" }],
  async run(flags, output, [image]) {
    const sentences = sentencesOf(flags.text, flags.texts);
    const { out, geojson, map, filtered, threshold, regions: most, vocab, engine } = flags;
    checkFiles(image!, { out, geojson, map, filtered }, sentences.length);
    const regionOptions = regionSettings(
      { ...(threshold !== undefined && { threshold }), ...(most !== undefined && { most }) },
      flagOf,
    );
    const asked = localizationFlags(flags);
    localizationSettings(undefined, asked, flagOf);
    const vocabulary = vocab === undefined ? undefined : Vocabulary.read(vocab);
    await ready({ engine });
    const model = await loadModel(flags.checkpoint ?? shippedCheckpoint, {
      vocabulary,
      onNote: (note) => output.print(`note: ${note}`),
    });
    localizationSettings(model, asked, flagOf);
    for (const sentence of sentences) requireKnownWords(model, sentence);
    warnOfWords(model, sentences, "asked", output);
    noteDifference(asked, model.decoding, output);
    const started = performance.now();
    const onProgress = progressOf(output);
    const tiled = await TiledImage.open(model, image!, { ...asked, onProgress });
    try {
      const { georeference, georeferenceProblem } = tiled.image;
      if (georeferenceProblem !== undefined && (out ?? geojson) !== undefined)
        output.warn(`note: ${image}: ${georeferenceProblem}`);
      const answers: unknown[] = [];
      const found: { text: string; regions: ReturnType<typeof bestRegions> }[] = [];
      for (const [i, text] of sentences.entries()) {
        const answer = await tiled.locate(text, { onProgress });
        const regions = bestRegions(answer, regionOptions);
        const named = (file: string) => (sentences.length === 1 ? file : numbered(file, i + 1));
        const files: string[] = [];
        if (out !== undefined) {
          const colors = asked.released ? "jet" : "magma";
          files.push(...(await writeHeatMap(named(out), answer, { georeference, text, colors })));
        }
        for (const [file, stage] of [
          [map, "raw"],
          [filtered, "filtered"],
        ] as const) {
          if (file === undefined) continue;
          await writeScoreMap(named(file), answer, stage);
          files.push(named(file));
        }
        found.push({ text, regions });
        answers.push({
          text,
          range: answer.range,
          regions,
          tiles: answer.tiles,
          seconds: answer.seconds,
          files,
        });
        printAnswer(text, answer, regions, files, output);
      }
      if (geojson !== undefined) {
        const collection = regionsToGeoJson(found, georeference, { wgs84: flags.wgs84 });
        if (collection.note !== undefined) output.warn(`note: ${geojson}: ${collection.note}`);
        await writeFileAtomic(geojson, `${JSON.stringify(collection, null, 1)}\n`);
        output.print(`Wrote ${geojson}`);
      }
      const { badTiles } = tiled.image;
      for (const { column, row, reason } of badTiles.slice(0, 5))
        output.warn(
          `warning: ${image}: the tile in column ${column}, row ${row} is damaged (${reason}) and read as black`,
        );
      if (badTiles.length > 5) output.warn(`warning: ${image}: ${badTiles.length - 5} more damaged tiles`);
      const seconds = (performance.now() - started) / 1000;
      output.print(`${tiled.width} × ${tiled.height} pixels, ${duration(seconds)}`);
      output.json({
        image,
        width: tiled.width,
        height: tiled.height,
        method: tiled.settings.method,
        sentences: answers,
        ...(geojson !== undefined && { geojson }),
        badTiles: badTiles.length,
        seconds,
      });
    } finally {
      await tiled.dispose();
    }
  },
});

/** Joins the sentences of the command line and of a file. @throws {OptionError} when there is none */
function sentencesOf(texts: readonly string[] = [], file: string | undefined): string[] {
  const lines = file === undefined ? [] : readTextSync(file).split(/\r?\n/);
  const all = [...texts, ...lines.filter((line) => line.trim() !== "")];
  if (texts.some((text) => text.trim() === ""))
    throw new OptionError(
      "amfmn localize: expected a sentence after --text, found an empty text; give the sentence to look for.",
    );
  if (all.length > 0) return all;
  throw new OptionError(
    file === undefined
      ? "amfmn localize: expected --text SENTENCE, found none; give the sentence to look for."
      : `${file}: expected one sentence a line, found none; write the sentences to look for.`,
  );
}

/** Checks the places of the results before any work. */
function checkFiles(
  image: string,
  files: Readonly<Record<"out" | "geojson" | "map" | "filtered", string | undefined>>,
  sentences: number,
): void {
  const { out, geojson, map, filtered } = files;
  if (out !== undefined) requireHeatMapFile(out, "--out");
  const endings = [
    ["--geojson", geojson, /\.(geo)?json$/i, ".geojson or .json"],
    ["--map", map, /\.npy$/i, ".npy"],
    ["--filtered", filtered, /\.npy$/i, ".npy"],
  ] as const;
  for (const [flag, file, ending, expected] of endings) {
    if (file === undefined || ending.test(file)) continue;
    throw new OptionError(
      `${flag}: expected a name that ends in ${expected}, found "${file}"; choose another name.`,
    );
  }
  requireDistinctFiles({
    IMAGE: image,
    "--out": out,
    "--geojson": geojson,
    "--map": map,
    "--filtered": filtered,
  });
  for (const file of [out, map, filtered]) {
    if (file === undefined) continue;
    requireWritableFile(sentences === 1 ? file : numbered(file, 1));
  }
  if (geojson !== undefined) requireWritableFile(geojson);
}

/** Adds the number of a sentence to a name: `map.png` → `map-2.png`. */
function numbered(file: string, number: number): string {
  const ending = extname(file);
  return `${file.slice(0, file.length - ending.length)}-${number}${ending}`;
}

function progressOf(output: Output) {
  return ({ done, total, secondsLeft }: { done: number; total: number; secondsLeft: number }) =>
    output.progress(`${done} of ${total} tiles encoded, ${duration(secondsLeft)} left`);
}

/** Number of regions that are printed. */
const printed = 10;

function printAnswer(
  text: string,
  { range }: Localization,
  regions: ReturnType<typeof bestRegions>,
  files: readonly string[],
  output: Output,
): void {
  output.print(`"${text}": scores of ${range.low.toFixed(4)}…${range.high.toFixed(4)}`);
  const rows = regions
    .slice(0, printed)
    .map(({ left, top, width, height, score }, i) => [
      `  region ${i + 1}`,
      score.toFixed(3),
      ...[left, top, width, height].map(String),
    ]);
  if (rows.length > 0) output.print(table([["", "value", "left", "top", "width", "height"], ...rows]));
  else output.print("  no region above the threshold");
  if (regions.length > printed) output.print(`  and ${regions.length - printed} more`);
  for (const file of files) output.print(`Wrote ${file}`);
}
