// Images side by side with a model's salient mask over them, or with another stage of its attention. Page and TypeScript
// set opacity, colors and threshold. The page shows the value under the pointer.
import sharp from "sharp";
import type { JsonObject } from "typescript-lab";
import { AnyWidget, WidgetError } from "typescript-lab/widget";
import type { ColorMapName } from "../../../lib/base/drawing/colorMaps.js";
import type { ImageSource } from "../../../lib/data/images/imageSource.js";
import type { RetrievalModel } from "../../../lib/models/contract/retrievalModel.js";
import { pageModule } from "../../core/pageModule.js";
import { mosaic, withOverlay } from "../pictures/fallback.js";
import { labelOf, thumbnail } from "../pictures/thumbnail.js";
import { type MaskStage, modelStages } from "./stages.js";
import type { SalientMaskState } from "./state.js";

/** An image as the page shows it. */
export interface NamedPicture {
  /** Name of the image. */
  readonly label: string;
  /** Bytes of a PNG or JPEG file. */
  readonly picture: Uint8Array;
}

/** A square mask. */
export interface SquareMask {
  /** side × side values in 0…1, row after row. */
  readonly mask: Float32Array;
  /** Number of rows and of columns. */
  readonly side: number;
}

/** Several stages of a mask, equal in names and sizes for all images of a viewer. */
export interface StagedMask {
  /** The stages, in the order of the viewer's menu. */
  readonly stages: readonly MaskStage[];
}

/** An image with one mask or with several stages. */
export type MaskedImage = NamedPicture & (SquareMask | StagedMask);

/** Look of the masks. */
export interface SalientMaskOptions {
  /** Opacity of the mask, 0…1. Default 0.6. */
  readonly opacity?: number;
  /** Values below it are not drawn, 0…1. Default 0. */
  readonly threshold?: number;
  /** Default "viridis". */
  readonly colorMap?: ColorMapName;
}

/** Width and height of the pictures that `of` makes, in px. */
const pictureSide = 256;

export interface SalientMaskViewer extends SalientMaskState<Uint8Array | Float32Array> {}
/**
 * Images with masks over them. {@link SalientMaskViewer.of} shows those of a model.
 * @example
 * import { readFileSync } from "node:fs";
 * const mask = Float32Array.from({ length: 16 * 16 }, (_, k) => k / 255);
 * new SalientMaskViewer([{ label: "port", picture: readFileSync("port_1.png"), mask, side: 16 }]);
 */
export class SalientMaskViewer extends AnyWidget<SalientMaskState<Uint8Array | Float32Array>> {
  private readonly stagesOf: readonly (readonly MaskStage[])[];

  /** @throws {WidgetError} when the images have different stages, or a stage does not have width × height values */
  constructor(images: readonly MaskedImage[], options: SalientMaskOptions = {}) {
    const stages = images.map((image) =>
      "stages" in image
        ? image.stages
        : [{ name: "salient mask", values: image.mask, width: image.side, height: image.side }],
    );
    checkStages(images, stages);
    super({
      name: "SalientMaskViewer",
      esm: pageModule("salientMask"),
      state: {
        labels: images.map(({ label }) => label),
        pictures: images.map(({ picture }) => picture),
        stages: (stages[0] ?? []).map(({ name, width, height, kind = "places" }) => ({
          name,
          kind,
          width,
          height,
        })),
        maps: stages.flatMap((all) => all.map(({ values }) => values)),
        stage: 0,
        opacity: options.opacity ?? 0.6,
        threshold: options.threshold ?? 0,
        colorMap: options.colorMap ?? "viridis",
      },
    });
    this.stagesOf = stages;
  }

  /**
   * Shows a model's salient mask over images, and the other stages of its attention if it has them.
   * @param images paths, URLs, bytes, sharp pipelines or records
   * @throws {WidgetError} when the model has no salient mask
   * @throws {DataError} that names an image which cannot be opened
   * @example
   * await SalientMaskViewer.of(model, paths.slice(0, 4), { opacity: 0.7 });
   */
  static async of(
    model: RetrievalModel,
    images: readonly ImageSource[],
    options: SalientMaskOptions = {},
  ): Promise<SalientMaskViewer> {
    const stages = await modelStages(model, images);
    const masked = images.map(async (image, i) => {
      const picture = await thumbnail(image, pictureSide, "fill", model.decoding);
      return { label: labelOf(image, i), picture, stages: stages[i]! };
    });
    return new SalientMaskViewer(await Promise.all(masked), options);
  }

  /** Returns the first twelve images side by side, with their masks. */
  protected override async fallback(): Promise<JsonObject> {
    const shown = this.labels.slice(0, 12);
    if (shown.length === 0) return {};
    const masked = shown.map(async (label, i) => ({ picture: await this.masked(i), text: label }));
    const png = await mosaic(await Promise.all(masked), 200, 4);
    return { "image/png": png.toString("base64") };
  }

  private async masked(image: number): Promise<Buffer> {
    const side = 200;
    const stage = this.stagesOf[image]![this.stage]!;
    const picture = this.pictures[image] as Uint8Array;
    if (stage.kind === "channels")
      return sharp(picture).resize(side, side, { fit: "fill" }).removeAlpha().png().toBuffer();
    return (await withOverlay(picture, stage, this, [side, side])).png().toBuffer();
  }
}

function checkStages(images: readonly MaskedImage[], all: readonly (readonly MaskStage[])[]): void {
  const names = (stages: readonly MaskStage[]) =>
    stages.map(({ name, width, height }) => `${name} ${width} × ${height}`).join(", ");
  for (const [i, stages] of all.entries()) {
    const { label } = images[i]!;
    if (names(stages) !== names(all[0]!)) {
      throw new WidgetError(
        `SalientMaskViewer: expected the stages of ${images[0]!.label} (${names(all[0]!)}) in ${label} too, found ${names(stages)}; pass equal stages for all images.`,
      );
    }
    for (const { name, values, width, height } of stages) {
      if (values.length === width * height) continue;
      throw new WidgetError(
        `SalientMaskViewer: expected ${width} × ${height} values in ${label}'s ${name}, found ${values.length}; pass one for each cell.`,
      );
    }
  }
}
