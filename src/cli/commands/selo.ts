// `amfmn selo`: judges localization by annotated regions.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { basename, extname, join } from "node:path";
import { DataError } from "../../lib/base/errors.js";
import { imageSizeOf } from "../../lib/data/images/windows/openLargeImage.js";
import { loadModel, OptionError, ready, Vocabulary } from "../../lib/index.js";
import { meanIndicators } from "../../lib/localization/evaluation/evaluateLocalization.js";
import { findProbabilityMaps, readProbabilityMap } from "../../lib/localization/evaluation/probabilityMap.js";
import {
  type Annotation,
  type AnnotationRemark,
  evaluateLocalization,
  type Indicators,
  judgeMap,
  type LocalizationItem,
  localizationSettings,
  readAnnotations,
  requireRegionsInside,
} from "../../lib/localization/index.js";
import { shippedCheckpoint } from "../../lib/models/index.js";
import { defineCommand, type Output } from "../command.js";
import { noteDifference } from "../imageOptions.js";
import { flagOf, localizationFlags, localizationOptions } from "../localizationOptions.js";
import { duration } from "../output.js";
import { table } from "../table.js";

const because = "maps that exist need no model";

export const seloCommand = defineCommand({
  name: "selo",
  summary: "judge localization by annotated regions: Rsu, Rda, Ras and Rmi",
  usage: "ANNO --images DIR [--checkpoint FILE] [--method v1|v2|dense] [--out DIR] | ANNO --maps DIR",
  example: "amfmn selo large/anno.json --images large/images --checkpoint runs/best.safetensors",
  operands: ["ANNO"],
  options: {
    images: { type: "string", placeholder: "DIR", help: "the folder of the images that ANNO names" },
    maps: {
      type: "string",
      placeholder: "DIR",
      help: "judge maps that exist: probmap_0.jpg, probmap_1.png … or .npy, one for each item of ANNO",
    },
    out: {
      type: "string",
      placeholder: "DIR",
      help: "folder for probmap_N.png (.jpg as released) and finished items (default: finished items only, in ANNO's name with .selo)",
    },
    ...localizationOptions,
  },
  rules: (["checkpoint", "out", "method", "released", "tile-sizes", "seed", "bands", "stretch"] as const).map(
    (option) => ({ option, excludes: "maps" as const, because }),
  ),
  async run(flags, output, [file]) {
    if (flags.images === undefined && flags.maps === undefined)
      throw new OptionError(
        "amfmn selo: expected --images DIR or --maps DIR, found none; give the folder of the images.",
      );
    const { annotations, remarks } = readAnnotations(file!);
    warnOf(remarks, output);
    if (flags.maps !== undefined) return judgeMaps(flags.maps, flags.images, annotations, output);
    const asked = localizationFlags(flags);
    localizationSettings(undefined, asked, flagOf);
    const { vocab, engine, checkpoint = shippedCheckpoint } = flags;
    const vocabulary = vocab === undefined ? undefined : Vocabulary.read(vocab);
    await ready({ engine });
    const model = await loadModel(checkpoint, {
      vocabulary,
      onNote: (note) => output.print(`note: ${note}`),
    });
    localizationSettings(model, asked, flagOf);
    noteDifference(asked, model.decoding, output);
    const folder = flags.out ?? `${basename(file!, extname(file!))}.selo`;
    const outside: AnnotationRemark[] = [];
    let [done, resumed] = [0, 0];
    const started = performance.now();
    const report = await evaluateLocalization(model, annotations, {
      ...asked,
      images: flags.images!,
      resume: folder,
      model: await checksum(checkpoint),
      ...(flags.out !== undefined && { maps: flags.out }),
      onRemark: (remark) => outside.push(remark),
      onItem: (_, isResumed) => {
        done += 1;
        if (isResumed) resumed += 1;
      },
      onProgress: (image, tiles, total) =>
        output.progress(`${done} of ${annotations.length} items, ${image}: ${tiles} of ${total} tiles`),
    });
    warnOf(outside, output);
    if (resumed > 0)
      output.print(
        `${resumed} of ${annotations.length} items are from an earlier run (${join(folder, "results.jsonl")}); remove the file to compute them again`,
      );
    printTable(annotations, report.items, report.mean, output);
    const { encoding, comparing, map, filter, judging } = report.seconds;
    const stages = { "cutting and encoding": encoding, comparing, map, filter, indicators: judging };
    output.print(
      Object.entries(stages)
        .map(([stage, seconds]) => `${stage} ${seconds.toFixed(2)} s`)
        .join(", "),
    );
    output.print(`${duration((performance.now() - started) / 1000)} in this run`);
    output.json({ ...report, resumed, out: folder });
  },
});

/** Judges maps that exist. */
async function judgeMaps(
  folder: string,
  images: string | undefined,
  annotations: readonly Annotation[],
  output: Output,
): Promise<void> {
  const files = findProbabilityMaps(folder, annotations.length);
  const items: Indicators[] = [];
  const remarks: AnnotationRemark[] = [];
  for (const [i, file] of files.entries()) {
    const annotation = annotations[i]!;
    const map = await readProbabilityMap(file);
    if (images !== undefined) await requireSizeOf(join(images, annotation.image), file, map);
    remarks.push(...requireRegionsInside(`${file}: annotation ${i + 1}`, annotation, map, i));
    const { rsu, rda, ras, rmi } = judgeMap(map, annotation.regions);
    items.push({ rsu, rda, ras, rmi });
    output.progress(`${i + 1} of ${files.length} maps`);
  }
  warnOf(remarks, output);
  const mean = meanIndicators(items);
  printTable(annotations, items, mean, output);
  output.json({ items, mean });
}

async function requireSizeOf(
  image: string,
  file: string,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<void> {
  const size = await imageSizeOf(image);
  if (size.width === width && size.height === height) return;
  throw new DataError(
    `${file}: expected a map of ${size.width} × ${size.height} pixels, the size of ${image}, found ${width} × ${height}; write the map in the image's size.`,
  );
}

/** Number of remarks that are printed. */
const mostRemarks = 5;

function warnOf(remarks: readonly AnnotationRemark[], output: Output): void {
  const notable = remarks.filter(({ kind }) => kind === "outside");
  for (const { message } of notable.slice(0, mostRemarks)) output.warn(`warning: ${message}`);
  const more = notable.length - mostRemarks;
  if (more > 0) output.warn(`warning: ${more} more regions leave their image`);
}

/** Greatest number of characters of a caption in the table. */
const captionLength = 48;

function printTable(
  annotations: readonly Annotation[],
  items: readonly (Indicators | LocalizationItem)[],
  mean: Indicators,
  output: Output,
): void {
  const cells = ({ rsu, rda, ras, rmi }: Indicators) => [rsu, rda, ras, rmi].map((value) => value.toFixed(4));
  const rows = items.map((item, i) => {
    const { image, caption } = annotations[i]!;
    const short = caption.length > captionLength ? `${caption.slice(0, captionLength - 1)}…` : caption;
    return [`${i}  ${image}  ${short}`, ...cells(item)];
  });
  output.print(
    table([
      ["item", "Rsu ↑", "Rda ↑", "Ras ↓", "Rmi ↑"],
      ...rows,
      [`mean of ${items.length}`, ...cells(mean)],
    ]),
  );
}

/** Returns the checksum of a file. */
async function checksum(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const part of createReadStream(file)) hash.update(part as Buffer);
  return hash.digest("hex");
}
