// The second version of semantic localization (`generate_selo_v2`): coarse tiles, then fine ones around the best of them.
import { fineTiles } from "../tiles/grids.js";
import { distinctTiles, type Tile } from "../tiles/tile.js";
import { type ScoredTiles, type ScoringWork, scoresOf } from "./method.js";

/** Share of the coarse tiles that are looked at closely. One more is added. */
const chosenShare = 0.15;

/**
 * Scores the coarse tiles and the fine tiles around the best ⌊0.15·n⌋ + 1 of them. The map is the mean of the chosen coarse
 * tiles and the fine ones.
 *
 * As released, pixels that no chosen tile covers keep a score of 0. Otherwise they are as low as the lowest score.
 */
export async function scoreCoarseToFine(work: ScoringWork, coarse: readonly Tile[]): Promise<ScoredTiles> {
  const coarseScores = await scoresOf(work, coarse);
  const order = [...coarse.keys()].sort((a, b) => coarseScores[b]! - coarseScores[a]!);
  const best = order.slice(0, Math.floor(coarse.length * chosenShare) + 1);
  const chosen = best.map((i) => coarse[i]!);
  const fine = distinctTiles(chosen.flatMap((tile) => fineTiles(work.image, tile)));
  const fineScores = await scoresOf(work, fine, chosen);
  return {
    tiles: [...chosen, ...fine],
    scores: Float32Array.of(...best.map((i) => coarseScores[i]!), ...fineScores),
    compared: coarse.length + fine.length,
    ...(work.released && { unexplored: 0 }),
  };
}
