// The options of the commands that locate sentences in large images.
import { greatestSeed } from "../lib/base/random.js";
import type { BadTilePolicy } from "../lib/data/index.js";
import { OptionError } from "../lib/index.js";
import type { LocalizationMethod, TiledImageOptions } from "../lib/localization/index.js";
import { engineOption } from "./engineOption.js";
import { decodeFlags, decodeOptions } from "./imageOptions.js";
import { vocabularyOption } from "./vocabularyOption.js";

/** Flags of the method, the pixels, the model and the engine. */
export const localizationOptions = {
  method: {
    type: "string",
    placeholder: "v1|v2|dense",
    help: "v1: tiles of several sizes; v2: coarse, then fine; dense: v1 with a shared trunk, faster (default v1)",
  },
  released: { type: "boolean", help: "compute what the authors' code computes, with its JPEG step" },
  "tile-sizes": {
    type: "string",
    placeholder: "N,N",
    help: "sides of the tiles of v1 and dense in pixels (default 256,512,768)",
  },
  seed: {
    type: "integer",
    placeholder: "S",
    least: 0,
    most: greatestSeed,
    help: "seed of the shuffled sentences of v2 (default 1)",
  },
  "on-bad-tile": {
    type: "string",
    placeholder: "fail|nodata",
    help: "end at a damaged tile of the file, or show it in black (default fail)",
  },
  ...decodeOptions,
  checkpoint: {
    type: "string",
    placeholder: "FILE",
    help: "what amfmn train left, or an authors' .pth.tar (default: the shipped model of drawn scenes)",
  },
  vocab: vocabularyOption,
  ...engineOption,
} as const;

/** Values of the flags. */
interface LocalizationFlags {
  readonly method?: string | undefined;
  readonly released?: boolean | undefined;
  readonly "tile-sizes"?: string | undefined;
  readonly seed?: number | undefined;
  readonly "on-bad-tile"?: string | undefined;
  readonly bands?: string;
  readonly stretch?: string;
}

/** Returns the options of `TiledImage.open`. @throws {OptionError} for texts that are no numbers */
export function localizationFlags(flags: LocalizationFlags): TiledImageOptions {
  const { method, released, seed } = flags;
  const policy = flags["on-bad-tile"];
  if (policy !== undefined && policy !== "fail" && policy !== "nodata")
    throw new OptionError(`--on-bad-tile: expected fail or nodata, found "${policy}"; name one of them.`);
  const sizes = flags["tile-sizes"];
  return {
    ...decodeFlags(flags),
    ...(method !== undefined && { method: method as LocalizationMethod }),
    ...(released && { released }),
    ...(sizes !== undefined && { tileSizes: sizes.split(",").map(numberOf) }),
    ...(seed !== undefined && { seed }),
    ...(policy !== undefined && { onBadTile: policy as BadTilePolicy }),
  };
}

function numberOf(word: string): number {
  const number = word.trim() === "" ? Number.NaN : Number(word);
  if (!Number.isNaN(number)) return number;
  throw new OptionError(
    `--tile-sizes: expected numbers such as 256,512,768, found "${word}"; separate them by commas.`,
  );
}

const spellings: Readonly<Record<string, string>> = { tileSizes: "--tile-sizes", most: "--regions" };

/** Returns the flag of an option. */
export function flagOf(name: string): string {
  return spellings[name] ?? `--${name}`;
}
