// The sizes of a CLIP from the shapes of its tensors.
import { CheckpointError } from "../../../base/errors.js";
import type { NamedArray } from "../../../checkpoint/namedArray.js";
import { openAiPixels } from "../configs.js";
import type { ClipOptions } from "../options.js";
import { huggingFaceNames, type NamingScheme } from "./names.js";

/** Shapes under our names. */
export interface Shapes {
  /** Names of the tensors, those of unknown ones as they are. */
  readonly names: readonly string[];
  /** Returns the shape of a tensor with PyTorch's axes; undefined when the file lacks it. */
  of(name: string): readonly number[] | undefined;
}

/** Returns the shapes of a state dict under our names. */
export function shapesOf(tensors: readonly NamedArray[], scheme: NamingScheme): Shapes {
  const shapes = new Map(tensors.map(({ name, shape }) => [ourName(name, scheme), shape]));
  return { names: [...shapes.keys()], of: (name) => shapes.get(name) };
}

/** Translates what the sizes are read from. Hugging Face's projections are transposed and its attentions split, which `sizesOf` avoids. */
function ourName(name: string, scheme: NamingScheme): string {
  if (scheme !== huggingFaceNames) return name.replace(/^text\./, "");
  return name
    .replace(/^vision_model\.embeddings\.patch_embedding\./, "visual.conv1.")
    .replace(/^vision_model\.embeddings\.position_embedding\.weight$/, "visual.positional_embedding")
    .replace(/^text_model\.embeddings\.position_embedding\.weight$/, "positional_embedding")
    .replace(/^text_model\.embeddings\.token_embedding\./, "token_embedding.")
    .replace(/^vision_model\.encoder\.layers\.(\d+)\./, "visual.transformer.resblocks.$1.")
    .replace(/^text_model\.encoder\.layers\.(\d+)\./, "transformer.resblocks.$1.")
    .replace(/^vision_model\./, "visual.")
    .replace(/^text_projection\.weight$/, "projection.of.text");
}

/** Channels of one head in all published models. */
const headSize = 64;

/**
 * Derives the sizes. Heads are not in a state dict. All published models have heads of 64 channels, and a width that such
 * heads do not divide has 0 heads here.
 *
 * @throws {CheckpointError} for a tower of another kind
 */
export function sizesOf(file: string, shapes: Shapes): ClipOptions {
  const need = (name: string, axes: number) => {
    const shape = shapes.of(name);
    if (shape?.length === axes) return shape;
    const found = shape ? `one of shape [${shape}]` : "none";
    throw new CheckpointError(
      `${file}: expected a tensor ${name} with ${axes} axes, as CLIP's towers have it, found ${found}; towers of another architecture cannot be read.`,
    );
  };
  const [context, textWidth] = need("positional_embedding", 2) as [number, number];
  const embedding =
    shapes.of("text_projection")?.[1] ??
    shapes.of("projection.of.text")?.[0] ??
    need("text_projection", 2)[1]!;
  const text = {
    embedding,
    context,
    textWidth,
    textLayers: count(shapes, /^transformer\.resblocks\.(\d+)\./),
    textHeads: headsOf(textWidth),
  };
  const rest = {
    network: "clip",
    activation: "gelu",
    ...openAiPixels,
    adapterRank: 0,
    adapterAlpha: 16,
  } as const;
  if (shapes.of("visual.attnpool.positional_embedding")) {
    const [cells, pooled] = need("visual.attnpool.positional_embedding", 2) as [number, number];
    const imageLayers = [1, 2, 3, 4].map((stage) =>
      count(shapes, new RegExp(`^visual\\.layer${stage}\\.(\\d+)\\.`)),
    );
    const width = need("visual.layer1.0.conv1.weight", 4)[0]!;
    const side = sideOf(file, "visual.attnpool.positional_embedding", cells);
    const imageHeads = headsOf(pooled);
    return {
      ...rest,
      ...text,
      tower: "resnet",
      patchSize: 32,
      imageSize: 32 * side,
      width,
      imageLayers,
      imageHeads,
    };
  }
  const [width, , patchSize] = need("visual.conv1.weight", 4) as [number, number, number, number];
  const [tokens] = need("visual.positional_embedding", 2) as [number, number];
  const imageSize = patchSize * sideOf(file, "visual.positional_embedding", tokens);
  const imageLayers = [count(shapes, /^visual\.transformer\.resblocks\.(\d+)\./)];
  const imageHeads = headsOf(width);
  return { ...rest, ...text, tower: "vit", patchSize, imageSize, width, imageLayers, imageHeads };
}

/** Returns the number of different blocks. */
function count(shapes: Shapes, pattern: RegExp): number {
  const found = shapes.names.flatMap((name) => pattern.exec(name)?.[1] ?? []);
  return Math.max(1, new Set(found).size);
}

/** Returns the side of the map of a class token and its cells. */
function sideOf(file: string, name: string, tokens: number): number {
  const side = Math.sqrt(tokens - 1);
  if (Number.isInteger(side) && side > 0) return side;
  throw new CheckpointError(
    `${file}: expected ${name} with a row for a square of cells and one more, found ${tokens} rows.`,
  );
}

/** Returns the number of heads, or 0 when the width is not one of whole heads. */
function headsOf(width: number): number {
  return width % headSize === 0 ? width / headSize : 0;
}
