// `amfmn objects`: finds or converts the objects of a folder of images for models with a local branch.
import { basename } from "node:path";
import { OptionError } from "../../lib/base/errors.js";
import { requireDistinctFiles, requireWritableFile } from "../../lib/base/files/output.js";
import { unitPixels } from "../../lib/data/images/unitPixels.js";
import { decodeImage, listImages } from "../../lib/data/index.js";
import {
  type BoxList,
  boxObjects,
  type DetectorForm,
  detectObjects,
  grid,
  type ObjectSource,
  objectChannels,
  objectCount,
  openDetector,
  readBoxes,
  segments,
  withImages,
  writeBoxes,
  writeReleasedObjects,
} from "../../lib/objects/index.js";
import { defineCommand, type Output } from "../command.js";

/** Side of the images whose segments are written, as the released networks read them. */
const segmentedSide = 256;

export const objectsCommand = defineCommand({
  name: "objects",
  summary: "find or convert the objects of images, for models with a local branch",
  usage:
    "--images DIR --detector FILE.onnx | --boxes FILE | --segments | --grid --out FILE.json | FILE.npy [--classes NAME…]",
  example: "amfmn objects --images RSITMD/images --detector yolo.onnx --out objects.json",
  options: {
    images: { type: "string", placeholder: "DIR", required: true, help: "the folder of images" },
    detector: {
      type: "string",
      placeholder: "FILE",
      help: "an ONNX detector with the outputs of YOLO or DETR; it needs npm install onnxruntime-node",
    },
    boxes: {
      type: "string",
      placeholder: "FILE",
      help: "boxes: a table, JSON, COCO's annotations or detections, or a folder of DOTA's .txt",
    },
    segments: {
      type: "boolean",
      help: "20 segments of each image, the largest and the most salient ones (with --out FILE.npy)",
    },
    grid: { type: "boolean", help: "5 × 4 cells of each image (with --out FILE.npy)" },
    out: {
      type: "string",
      placeholder: "FILE",
      required: true,
      help: "boxes as .json, or the 20 × 20 matrices as the authors' .npy",
    },
    classes: {
      type: "strings",
      placeholder: "NAME…",
      help: "the classes to keep, at most 15, in this order (default: all)",
    },
    names: {
      type: "string",
      placeholder: "FILE",
      help: "the names of the detector's classes: lines, data.yaml or config.json (default: the model's)",
    },
    form: {
      type: "string",
      placeholder: "FORM",
      help: "the detector's outputs: yolov5, yolov8, yolov8-obb, end-to-end, detr or rt-detr (default: by shape)",
    },
    size: {
      type: "integer",
      placeholder: "PIXELS",
      least: 32,
      most: 4096,
      help: "side of the detector's input, where it takes any (default 640)",
    },
    confidence: {
      type: "number",
      placeholder: "C",
      least: 0,
      most: 1,
      help: "the least confidence of an object (default 0.25)",
    },
  },
  rules: [
    ...(["names", "form", "size", "confidence"] as const).map((option) => ({
      ...{ option, needs: "detector" as const },
    })),
    { option: "classes", excludes: "segments", because: "segments have no class" },
    { option: "classes", excludes: "grid", because: "cells have no class" },
  ],
  async run(flags, output) {
    const { images, out, classes, detector, boxes } = flags;
    requireOneSource(flags);
    const isMatrices = /\.npy$/i.test(out);
    if (!isMatrices && !/\.json$/i.test(out))
      throw new OptionError(`--out: expected a file that ends in .json or .npy, found ${out}; rename it.`);
    if (!isMatrices && (flags.segments || flags.grid))
      throw new OptionError(
        `--out: expected a .npy file for segments and cells, which are no boxes, found ${out}; rename it.`,
      );
    requireWritableFile(out);
    requireDistinctFiles({ "--detector": detector, "--boxes": boxes, "--names": flags.names, "--out": out });
    const paths = listImages(images);
    const list =
      detector !== undefined
        ? await detected(paths, { ...flags, detector }, output)
        : boxes !== undefined
          ? await readBoxes(boxes)
          : undefined;
    const kept =
      list &&
      withImages(
        list,
        paths.map((path) => basename(path)),
        classes,
      );
    if (kept && !isMatrices) await writeBoxes(out, kept);
    else await writeMatrices(out, paths, kept, flags, output);
    const objects = kept?.images.reduce((sum, one) => sum + one.boxes.length, 0);
    const found = objects === undefined ? "" : ` with ${objects} objects`;
    output.print(`Wrote ${paths.length} images${found} to ${out}`);
    output.json({ out, images: paths.length, ...(kept && { objects, classes: kept.classes }) });
  },
});

/** The flags that name the source. */
interface SourceFlags {
  readonly detector?: string;
  readonly boxes?: string;
  readonly segments?: boolean;
  readonly grid?: boolean;
}

function requireOneSource({ detector, boxes, segments, grid }: SourceFlags): void {
  const given = Object.entries({ detector, boxes, segments, grid }).flatMap(([name, value]) =>
    value ? [`--${name}`] : [],
  );
  if (given.length === 1) return;
  throw new OptionError(
    `amfmn objects: expected one of --detector, --boxes, --segments and --grid, found ${given.join(" and ") || "none"}; name one.`,
  );
}

interface DetectorFlags {
  readonly detector: string;
  readonly names?: string;
  readonly form?: string;
  readonly size?: number;
  readonly confidence?: number;
}

async function detected(paths: readonly string[], flags: DetectorFlags, output: Output): Promise<BoxList> {
  const { detector: file, names, form, size, confidence } = flags;
  const options = { names, form: form as DetectorForm | undefined, size, confidence };
  const detector = await openDetector(file, options);
  try {
    return await detectObjects(detector, paths, {
      onProgress: (done, total) => output.progress(`${done} of ${total} images`),
    });
  } finally {
    await detector.close();
  }
}

/** Writes the matrices of all images as the authors' file. */
async function writeMatrices(
  out: string,
  paths: readonly string[],
  list: BoxList | undefined,
  flags: SourceFlags,
  output: Output,
): Promise<void> {
  const source: ObjectSource = list
    ? boxObjects(flags.boxes ?? flags.detector!, list)
    : flags.grid
      ? grid()
      : segments();
  const length = objectCount * objectChannels;
  const images = [];
  for (const [i, path] of paths.entries()) {
    const name = basename(path);
    const values = list ? new Float32Array(0) : unitPixels([await decodeImage(path, segmentedSide)]);
    const { objects, adjacency } = await source.read([{ name, path }], { size: segmentedSide, values });
    images.push({ image: name, objects: objects.slice(0, length), adjacency: adjacency.slice(0, length) });
    output.progress(`${i + 1} of ${paths.length} images`);
  }
  await writeReleasedObjects(out, images);
}
