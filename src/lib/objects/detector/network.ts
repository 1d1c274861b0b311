// The ONNX model of a detector: its input is checked once, and images are fitted into it.
import { DataError, OptionError } from "../../base/errors.js";
import type { Raster } from "../../data/images/resizeLikePillow.js";
import type { DetectorOptions } from "./detectorOptions.js";
import { letterbox, type ModelInput, stretched } from "./modelInput.js";
import type { OnnxRuntime, OnnxSession } from "./onnxRuntime.js";
import { type DetectorForm, isDetrSession, type Outputs } from "./outputForm.js";

/** Options of a detector, with the facts of its file. */
export interface OpenedModel extends Omit<DetectorOptions, "names"> {
  /** The model's file. */
  readonly file: string;
  /** Names of its classes. */
  readonly names: readonly string[] | undefined;
  /** The exporter's word for its purpose, such as `detect` or `obb`. */
  readonly task: string | undefined;
  /** Hash of its bytes. */
  readonly hash: string;
}

/** A model with its input. */
export class Network {
  private readonly input: string;
  private readonly height: number | undefined;
  private readonly width: number | undefined;
  private readonly isDetr: boolean;

  constructor(
    private readonly runtime: OnnxRuntime,
    private readonly session: OnnxSession,
    private readonly opened: OpenedModel,
  ) {
    const { file } = opened;
    const [first, ...others] = session.inputMetadata;
    const shape = first?.shape ?? [];
    const unknown = others.find(({ name }) => name !== "pixel_mask");
    const isImage =
      first?.isTensor && first.type === "float32" && shape.length === 4 && sideOf(shape[1], 3) === 3;
    if (!first || !isImage || unknown) {
      const found = session.inputMetadata.map(
        ({ name, type, shape: axes }) => `${name} ${type} [${axes?.join(", ")}]`,
      );
      throw new DataError(
        `${file}: expected one input of float32 [1, 3, height, width], found ${found.join(", ") || "none"}; export the detector so, without half precision.`,
      );
    }
    this.input = first.name;
    this.isDetr = isDetrSession(session);
    this.height = sideOf(shape[2], opened.size);
    this.width = sideOf(shape[3], opened.size);
    if (opened.size !== undefined && (this.height !== opened.size || this.width !== opened.size))
      throw new OptionError(
        `size: expected ${this.height} × ${this.width}, which ${file} is made for, found ${opened.size}; leave it out.`,
      );
  }

  /**
   * Runs the model on an image.
   *
   * @param form decides the normalization of the input; undefined before it is known
   * @throws {DataError} when the model fails
   */
  async run(image: Raster, form: DetectorForm | undefined): Promise<{ outputs: Outputs; input: ModelInput }> {
    const input = this.prepare(image, form);
    const { Tensor } = this.runtime;
    const { width, height, values } = input;
    const mask = this.session.inputMetadata.find(({ name }) => name === "pixel_mask");
    const feeds = {
      [this.input]: new Tensor("float32", values, [1, 3, height, width]),
      ...(mask && { pixel_mask: this.mask(mask.shape ?? [], width, height) }),
    };
    try {
      return { outputs: await this.session.run(feeds), input };
    } catch (error) {
      throw new DataError(
        `${this.opened.file}: expected a detector that takes images of ${width} × ${height} pixels, found an error in it (${(error as Error).message.split("\n")[0]}); give its size.`,
      );
    }
  }

  close(): Promise<void> {
    return this.session.release();
  }

  private prepare(image: Raster, form: DetectorForm | undefined): ModelInput {
    if (!this.isDetr) return letterbox(image, this.width ?? 640, this.height ?? 640);
    const [shorter, longer] = [Math.min(image.width, image.height), Math.max(image.width, image.height)];
    const scale = Math.min(800 / shorter, 1333 / longer);
    const width = this.width ?? Math.round(image.width * scale);
    const height = this.height ?? Math.round(image.height * scale);
    return stretched(image, width, height, form !== "rt-detr");
  }

  /** Returns DETR's mask: every pixel belongs to the image. */
  private mask(shape: readonly (number | string)[], width: number, height: number) {
    const [rows, columns] = [sideOf(shape[1], height)!, sideOf(shape[2], width)!];
    const ones = new BigInt64Array(rows * columns).fill(1n);
    return new this.runtime.Tensor("int64", ones, [1, rows, columns]);
  }
}

/** Returns the size of an axis, or another number for an axis of any size. */
function sideOf(axis: number | string | undefined, otherwise: number | undefined): number | undefined {
  return typeof axis === "number" && axis > 0 ? axis : otherwise;
}
