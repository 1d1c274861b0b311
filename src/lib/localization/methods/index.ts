// The table of methods: the tiles that every query is compared with, and the way to score them.
import type { LocalizationMethod, LocalizationSettings } from "../options.js";
import {
  coarseGrid,
  diagonalGrids,
  evenGrids,
  releasedCoarseGrid,
  releasedDiagonalGrids,
} from "../tiles/grids.js";
import type { ImageSize, Tile } from "../tiles/tile.js";
import { scoreCoarseToFine } from "./coarseToFine.js";
import { type ScoredTiles, type ScoringWork, scoresOf } from "./method.js";

/** Scores an image for a query. @param tiles that every query is compared with */
type Score = (work: ScoringWork, tiles: readonly Tile[]) => Promise<ScoredTiles>;

const scoreAll: Score = async (work, tiles) => ({
  tiles,
  scores: await scoresOf(work, tiles),
  compared: tiles.length,
});

const methods: Readonly<Record<LocalizationMethod, Score>> = {
  v1: scoreAll,
  v2: scoreCoarseToFine,
  dense: scoreAll,
};

/** Scores an image for a query by a method. */
export function scoreImage(
  method: LocalizationMethod,
  work: ScoringWork,
  tiles: readonly Tile[],
): Promise<ScoredTiles> {
  return methods[method](work, tiles);
}

/** Lists the tiles of an image that every query is compared with. */
export function tilesOf(
  image: ImageSize,
  { method, released, tileSizes, overlap }: LocalizationSettings,
): Tile[] {
  if (method === "v2") return released ? releasedCoarseGrid(image) : coarseGrid(image);
  if (overlap !== undefined) return evenGrids(image, tileSizes, overlap);
  return released ? releasedDiagonalGrids(image, tileSizes) : diagonalGrids(image, tileSizes);
}
