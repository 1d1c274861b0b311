// The contract between a method and the image that it scores.
import type { Comparison } from "../encoding/compare.js";
import type { EncodedTiles } from "../encoding/encodedTiles.js";
import type { Stopwatch } from "../stopwatch.js";
import type { ImageSize, Tile } from "../tiles/tile.js";

/** Everything that a method needs to score an image for one query. */
export interface ScoringWork {
  /** Size of the image in pixels. */
  readonly image: ImageSize;
  /** True in the parity mode. */
  readonly released: boolean;
  /** The vectors of tiles. */
  readonly encoded: EncodedTiles;
  /** Compares tiles with the query. */
  readonly comparison: Comparison;
  /** Measures the stages. */
  readonly clock: Stopwatch;
  /** Stops before the next batch of tiles. */
  readonly signal: AbortSignal | undefined;
  /** Receives the tiles that are scored so far, with the number of tiles that will be. */
  readonly onScored: ((tiles: readonly Tile[], scores: Float32Array, total: number) => void) | undefined;
  /** Receives the number of encoded tiles and of those to encode. */
  readonly onEncoded: (done: number, total: number) => void;
}

/** Tiles with their scores. */
export interface ScoredTiles {
  /** The tiles whose scores make the map. */
  readonly tiles: readonly Tile[];
  /** One for each tile. */
  readonly scores: Float32Array;
  /** Number of all tiles that were compared. */
  readonly compared: number;
  /** Score of the pixels that no tile covers; undefined leaves them out of the scaling and makes them 0. */
  readonly unexplored?: number;
}

/** Encodes the tiles that are new and returns the scores of all. @param before tiles that partial maps show as well */
export async function scoresOf(
  { encoded, comparison, clock, signal, onScored, onEncoded }: ScoringWork,
  tiles: readonly Tile[],
  before: readonly Tile[] = [],
): Promise<Float32Array> {
  const missing = encoded.missing(tiles);
  const known = [...before, ...tiles.filter((tile) => !missing.includes(tile))];
  await clock.during("encoding", () =>
    encoded.add(missing, signal, async (batch, done) => {
      known.push(...batch);
      onEncoded(done, missing.length);
      if (!onScored) return;
      const shown = [...known];
      onScored(shown, await comparison.scores(shown), before.length + tiles.length);
    }),
  );
  return clock.during("comparing", () => comparison.scores(tiles));
}
