// Options of localization and their check.
import { OptionError } from "../base/errors.js";
import { checkOptionRules, type OptionRule } from "../base/optionRules.js";
import { requireSeed } from "../base/random.js";
import type { DecodeOptions } from "../data/images/decodeOptions.js";
import type { BadTilePolicy } from "../data/images/windows/tiffLevel.js";
import { hasSharedTrunk } from "../models/contract/capabilities.js";
import type { RetrievalModel } from "../models/contract/retrievalModel.js";
import { type MapFilter, mapFilters } from "./maps/filter.js";
import type { PartialMap } from "./maps/localization.js";
import type { LocalizationProgress } from "./progress.js";

/** The methods of semantic localization. */
export const localizationMethods = ["v1", "v2", "dense"] as const;
/**
 * A method of semantic localization (Yuan et al., TGRS 2022):
 * - `v1` scores tiles of several sizes and takes the mean over each pixel.
 * - `v2` scores coarse tiles, then fine ones around the best of them. It also reads the sentence with its words shuffled.
 * - `dense` scores the tiles of v1, but tiles of one size share one pass of the model's trunk. It is faster than v1 and
 *   its map differs a little.
 */
export type LocalizationMethod = (typeof localizationMethods)[number];

/**
 * Options of `TiledImage.open`. Bands and stretch that are left out are those of the image's record, then those of the
 * model's training. The stretch is computed over the whole image.
 */
export interface TiledImageOptions extends DecodeOptions {
  /** `v1` by default. `dense` needs a model with {@link hasSharedTrunk}. */
  readonly method?: LocalizationMethod;
  /**
   * Computes what the authors' code computes: their tiles and resizing, the JPEG step, no visual guidance, and a map in the
   * image's own size. False by default.
   */
  readonly released?: boolean;
  /** Sides of the tiles in pixels. By default 256, 512 and 768 for v1, and 512 and 768 for dense, whose time is theirs. */
  readonly tileSizes?: readonly number[];
  /**
   * Smallest share that neighboring tiles of v1 and dense overlap, 0…0.9. By default each size has two grids without overlap, the
   * second shifted by half a tile both ways.
   */
  readonly overlap?: number;
  /** Writes each tile as JPEG of quality 95 and reads it back; the value of `released` by default. */
  readonly jpeg?: boolean;
  /** Width of a cell of the score map in pixels; 8 by default, and 1 as released. */
  readonly cellSize?: number;
  /** The filter of the map; `gaussian` for v2 and `median` for the others by default. */
  readonly filter?: MapFilter;
  /** Width of the filter in pixels. By default 255 for `gaussian`, and for `median` 136, or 251 as released. */
  readonly filterWindow?: number;
  /** Seed of the shuffled sentences of v2; 1 by default. */
  readonly seed?: number;
  /** The policy for tiles of the file that cannot be decoded; `fail` by default. */
  readonly onBadTile?: BadTilePolicy;
  /** Encodes the tiles at the first `locate`, which can then show partial maps; false by default. */
  readonly lazy?: boolean;
  /** Receives the progress of encoding. */
  readonly onProgress?: (progress: LocalizationProgress) => void;
  /** Stops before the next batch of tiles. */
  readonly signal?: AbortSignal;
}

/** Options of `TiledImage.locate`. */
export interface LocateOptions {
  /** Receives the map of the tiles that have been encoded so far, after each batch that this query has to encode. */
  readonly onPartial?: (map: PartialMap) => void;
  /** Receives the progress of encoding. */
  readonly onProgress?: (progress: LocalizationProgress) => void;
  /** Stops before the next batch of tiles. Encoded tiles are kept for the next query. */
  readonly signal?: AbortSignal;
}

/** Options without undefined ones. */
export interface LocalizationSettings {
  /** The method. */
  readonly method: LocalizationMethod;
  /** True in the parity mode. */
  readonly released: boolean;
  /** Sides of the tiles of v1 and dense in pixels. */
  readonly tileSizes: readonly number[];
  /** Smallest share that neighboring tiles overlap; undefined for the grids of the authors' code. */
  readonly overlap: number | undefined;
  /** True when each tile is written as JPEG and read back. */
  readonly jpeg: boolean;
  /** Width of a cell of the score map in pixels. */
  readonly cellSize: number;
  /** The filter of the map. */
  readonly filter: MapFilter;
  /** Width of the filter in pixels. */
  readonly filterWindow: number;
  /** Seed of the shuffled sentences of v2. */
  readonly seed: number;
}

type Checked = "released" | "overlap" | "tileSizes" | "seed";

const rules: readonly OptionRule<Checked | "method">[] = [
  { option: "released", of: "method", values: ["v1", "v2"], otherwise: "v1" },
  { option: "overlap", of: "method", values: ["v1", "dense"], otherwise: "v1" },
  { option: "tileSizes", of: "method", values: ["v1", "dense"], otherwise: "v1" },
  { option: "seed", of: "method", values: ["v2"], otherwise: "v1" },
  {
    option: "overlap",
    excludes: "released",
    because: "the grids of the authors' code have no overlap",
  },
];

/**
 * Checks options and fills in the defaults.
 *
 * @param model undefined checks the options alone
 * @param spell returns the name of an option in messages, such as `--method`
 * @throws {OptionError} that names the option
 * @example
 * console.log(localizationSettings(model, { method: "v2" }).filter); // "gaussian"
 */
export function localizationSettings(
  model: RetrievalModel | undefined,
  options: TiledImageOptions,
  spell: (name: string) => string = (name) => name,
): LocalizationSettings {
  const { method = "v1", released = false } = options;
  const refuse = (name: string, expected: string, found: unknown): never => {
    throw new OptionError(`${spell(name)}: expected ${expected}, found ${shown(found)}; choose another.`);
  };
  if (!localizationMethods.includes(method))
    refuse("method", `one of ${localizationMethods.join(", ")}`, method);
  checkOptionRules(rules, { ...options, overlap: options.overlap === undefined ? undefined : true }, spell);
  if (method === "dense" && model && !hasSharedTrunk(model)) {
    throw new OptionError(
      `${spell("method")}: expected a model whose tiles can share a trunk for dense, found ${model.options.network}; choose v1.`,
    );
  }
  const {
    tileSizes = method === "dense" ? [512, 768] : [256, 512, 768],
    overlap,
    cellSize = released ? 1 : 8,
  } = options;
  const bad = tileSizes.find((size) => !Number.isInteger(size) || size < 16);
  if (tileSizes.length === 0 || bad !== undefined) {
    refuse("tileSizes", "whole numbers of at least 16 pixels", bad ?? "none");
  }
  if (overlap !== undefined && !(overlap >= 0 && overlap <= 0.9))
    refuse("overlap", "a share of 0…0.9", overlap);
  if (!Number.isInteger(cellSize) || cellSize < 1)
    refuse("cellSize", "a whole number of at least 1 pixel", cellSize);
  const { filter = method === "v2" ? "gaussian" : "median", seed = 1, jpeg = released } = options;
  if (!mapFilters.includes(filter)) refuse("filter", `one of ${mapFilters.join(", ")}`, filter);
  const { filterWindow = filter === "gaussian" ? 255 : released ? 251 : 136 } = options;
  if (!Number.isInteger(filterWindow) || filterWindow < 1 || filterWindow > mostWindow)
    refuse("filterWindow", `a whole number of 1…${mostWindow} pixels`, filterWindow);
  requireSeed(seed);
  return { method, released, tileSizes, overlap, jpeg, cellSize, filter, filterWindow, seed };
}

/** A median window of this width has fewer pixels than the histogram can count. */
const mostWindow = 10_001;

function shown(found: unknown): string {
  return found === "none" || typeof found === "number" ? String(found) : JSON.stringify(found);
}
