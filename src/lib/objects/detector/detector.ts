// A detector of the user's own: an ONNX model with YOLO's or DETR's outputs.
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { cacheFolder } from "../../base/files/cacheFolder.js";
import { fileErrorOf } from "../../base/files/fileError.js";
import { requirePath } from "../../base/files/path.js";
import { decodeRaster } from "../../data/images/decodeImage.js";
import type { Raster } from "../../data/images/resizeLikePillow.js";
import type { ImageBoxes, ObjectBox } from "../boxes/objectBox.js";
import { metadataNames, readClassNames } from "./classNames.js";
import { contentHash, DetectionCache, type KeptDetections } from "./detectionCache.js";
import { checkDetectorOptions, type DetectorOptions } from "./detectorOptions.js";
import { readOnnxMetadata } from "./modelMetadata.js";
import { Network, type OpenedModel } from "./network.js";
import { loadOnnxRuntime, type OnnxRuntime, type OnnxSession, openSession } from "./onnxRuntime.js";
import { classCount, type DetectorForm, formOf, readOutputs } from "./outputForm.js";
import { type Detection, suppressRepeated } from "./outputs/detection.js";

/** Part of the hash. It must be increased when equal images and settings give other boxes than before. */
const version = 1;
/** Most objects of an image, as YOLO's exporter has it. */
const mostDetections = 300;

/** A detector that finds objects in images. */
export interface Detector {
  /** Names of its classes. */
  readonly classes: readonly string[];
  /** Form of its outputs. */
  readonly form: DetectorForm;
  /**
   * Finds the objects of an image file, or returns those of an earlier call.
   *
   * @throws {DataError} that names an image which cannot be decoded
   */
  detect(image: string): Promise<ImageBoxes>;
  /** Frees the memory of the model. */
  close(): Promise<void>;
}

/**
 * Opens a detector in ONNX with the outputs of YOLO (v5 to v11, oriented boxes, end to end) or of DETR. It runs on the
 * processor by the package `onnxruntime-node`, which is installed separately. Detections are kept on disk.
 *
 * @example
 * const detector = await openDetector("yolo.onnx").catch((error) => console.log(error.message));
 * if (detector) console.log(await detector.detect("port_1.png"));
 *
 * @throws {EngineError} when `onnxruntime-node` is not installed
 * @throws {DataError} when the file is no ONNX model, or its inputs or outputs have no known form
 * @throws {OptionError} for an option outside of its range
 * @throws {FileError} when a file cannot be read
 */
export async function openDetector(file: string, options: DetectorOptions = {}): Promise<Detector> {
  requirePath("detector", file);
  checkDetectorOptions(options);
  const bytes = await readFile(file).catch((error: unknown) => {
    throw fileErrorOf(error, file, "read");
  });
  const metadata = readOnnxMetadata(file, bytes);
  const { names } = options;
  const known =
    typeof names === "string" ? readClassNames(names) : (names ?? metadataNames(metadata.get("names")));
  const runtime = await loadOnnxRuntime(file);
  const session = await openSession(runtime, file);
  try {
    return await OnnxDetector.start(runtime, session, {
      ...options,
      file,
      names: known,
      task: metadata.get("task"),
      hash: contentHash(bytes),
    });
  } catch (error) {
    await session.release();
    throw error;
  }
}

class OnnxDetector implements Detector {
  private readonly kept: DetectionCache;

  private constructor(
    private readonly network: Network,
    private readonly opened: OpenedModel,
    readonly form: DetectorForm,
    readonly classes: readonly string[],
  ) {
    const { hash, size, confidence, overlap } = opened;
    const settings = JSON.stringify([version, hash, form, classes, size, confidence, overlap]);
    this.kept = new DetectionCache(opened.cache ?? cacheFolder(), contentHash(settings));
  }

  /** Runs the model once on a gray image, because its outputs decide the form and the number of classes. */
  static async start(runtime: OnnxRuntime, session: OnnxSession, opened: OpenedModel): Promise<OnnxDetector> {
    const network = new Network(runtime, session, opened);
    const gray = { data: new Uint8Array(3 * 64 * 64).fill(114), width: 64, height: 64 };
    const { outputs } = await network.run(gray, opened.form);
    const { file, names, task } = opened;
    const form = opened.form ?? formOf(outputs, { file, names: names?.length, task });
    const count = classCount(outputs, form, names?.length) ?? 0;
    const classes = Array.from(
      { length: Math.max(count, names?.length ?? 0) },
      (_, i) => names?.[i] ?? `class ${i}`,
    );
    readOutputs(outputs, form, { file, classes: classes.length, least: 1 });
    return new OnnxDetector(network, opened, form, classes);
  }

  async detect(image: string): Promise<ImageBoxes> {
    requirePath("image", image);
    const bytes = await readFile(image).catch((error: unknown) => {
      throw fileErrorOf(error, image, "read");
    });
    const key = contentHash(bytes);
    const kept = await this.kept.read(key);
    if (kept) return { image: basename(image), ...kept };
    const found = await this.find(image);
    await this.kept.write(key, found);
    return { image: basename(image), ...found };
  }

  close(): Promise<void> {
    return this.network.close();
  }

  private async find(image: string): Promise<KeptDetections> {
    const raster = await decodeRaster(image);
    const { width, height } = raster;
    const { outputs, input } = await this.network.run(raster, this.form);
    const { file, confidence: least = 0.25, overlap = 0.45 } = this.opened;
    const all = readOutputs(outputs, this.form, { file, classes: this.classes.length, least });
    const isDetr = this.form === "detr" || this.form === "rt-detr";
    const isFinal = isDetr || this.form === "end-to-end";
    const kept = suppressRepeated(all, {
      confidence: least,
      overlap: isFinal ? 1 : overlap,
      most: mostDetections,
    });
    const toPixels = isDetr
      ? (value: number, axis: number) => value * (axis === 0 ? width : height)
      : (value: number, axis: number) => (value - (axis === 0 ? input.left : input.top)) / input.scale;
    return { width, height, boxes: kept.flatMap((one) => this.boxOf(one, raster, toPixels)) };
  }

  /** Returns an object in pixels of the image, cut at its edge. Objects outside of it and of no class are left out. */
  private boxOf(
    { label, confidence, box, corners }: Detection,
    { width, height }: Raster,
    toPixels: (value: number, axis: number) => number,
  ): ObjectBox[] {
    const name = this.classes[label] ?? `class ${label}`;
    const pixels = box.map((value, i) => {
      const inside = Math.min(i % 2 === 0 ? width : height, Math.max(0, toPixels(value, i % 2)));
      return hundredths(inside);
    }) as unknown as ObjectBox["box"];
    const isInside = pixels.every(Number.isFinite) && pixels[2] > pixels[0] && pixels[3] > pixels[1];
    if (!isInside || label < 0) return [];
    const placed = corners && { corners: corners.map((value, i) => hundredths(toPixels(value, i % 2))) };
    return [{ label: name, confidence, box: pixels, ...placed }];
  }
}

function hundredths(pixels: number): number {
  return Math.round(pixels * 100) / 100;
}
