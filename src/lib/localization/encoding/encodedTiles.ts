// The vectors of tiles, each encoded once for all queries.
import type * as tf from "@tensorflow/tfjs-core";
import { type Tile, tileKey } from "../tiles/tile.js";

/** Tiles that have been encoded together. */
export interface EncodedBatch {
  /** The tiles, in the order of the rows. */
  readonly tiles: readonly Tile[];
  /** [tiles, n] */
  readonly embeddings: tf.Tensor2D;
}

/** Encodes tiles, one batch after another. */
export type TileEncoder = (tiles: readonly Tile[], signal?: AbortSignal) => AsyncIterable<EncodedBatch>;

/** The vectors of tiles by tile. */
export class EncodedTiles {
  readonly #batches: EncodedBatch[] = [];
  readonly #placeOf = new Map<string, { readonly batch: EncodedBatch; readonly row: number }>();
  readonly #encode: TileEncoder;
  #adding: Promise<void> = Promise.resolve();

  constructor(encode: TileEncoder) {
    this.#encode = encode;
  }

  /** Returns the tiles that have no vector yet. */
  missing(tiles: readonly Tile[]): Tile[] {
    return tiles.filter((tile) => !this.#placeOf.has(tileKey(tile)));
  }

  /**
   * Encodes the tiles that have no vector yet.
   *
   * @param onBatch receives each batch of tiles, and the number of tiles that this call has encoded
   * @throws the signal's reason once it is aborted; the batches before are kept
   */
  async add(
    tiles: readonly Tile[],
    signal?: AbortSignal,
    onBatch?: (batch: readonly Tile[], done: number) => Promise<void> | void,
  ): Promise<void> {
    // Queries that run at the same time wait for each other, so that none encodes the tiles of another one.
    const earlier = this.#adding;
    const own = earlier.then(() => this.#addMissing(tiles, signal, onBatch));
    this.#adding = own.catch(() => {});
    await own;
  }

  async #addMissing(
    tiles: readonly Tile[],
    signal: AbortSignal | undefined,
    onBatch: ((batch: readonly Tile[], done: number) => Promise<void> | void) | undefined,
  ): Promise<void> {
    let done = 0;
    const missing = this.missing(tiles);
    if (missing.length === 0) return;
    signal?.throwIfAborted();
    for await (const batch of this.#encode(missing, signal)) {
      this.#batches.push(batch);
      for (const [row, tile] of batch.tiles.entries()) this.#placeOf.set(tileKey(tile), { batch, row });
      done += batch.tiles.length;
      await onBatch?.(batch.tiles, done);
      signal?.throwIfAborted();
    }
  }

  /** Returns the vectors that hold a tile and its row. The tile must have been encoded. */
  placeOf(tile: Tile): { readonly batch: EncodedBatch; readonly row: number } {
    return this.#placeOf.get(tileKey(tile))!;
  }

  /** Frees the memory of the vectors. */
  dispose(): void {
    for (const { embeddings } of this.#batches) embeddings.dispose();
  }
}
