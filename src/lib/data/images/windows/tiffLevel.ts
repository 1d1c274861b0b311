// One resolution of a TIFF, whose strips or tiles are decoded when a window needs them.
import { OptionError } from "../../../base/errors.js";
import { ImageRefusal } from "../imageRefusal.js";
import type { Raster } from "../resizeLikePillow.js";
import type { BlockCache } from "./blockCache.js";
import { copyRows, type PixelLevel, type PixelWindow } from "./pixelLevel.js";
import { type BlockDecoder, blockRows, blocksDown } from "./tiffBlocks.js";

/** The policies for tiles that cannot be decoded. */
export const badTilePolicies: readonly BadTilePolicy[] = ["fail", "nodata"];
/**
 * The policy for tiles and strips that cannot be decoded: `fail` throws an error that names the tile, and `nodata` shows
 * it in black, as pixels without a measurement.
 */
export type BadTilePolicy = "fail" | "nodata";

/** A tile or strip that cannot be decoded, and that is shown in black. */
export interface BadTile extends PixelWindow {
  /** Number of its column, from 0. */
  readonly column: number;
  /** Number of its row, from 0. */
  readonly row: number;
  /** Finding of the decoder. */
  readonly reason: string;
}

/** Returns a checked policy. @throws {OptionError} */
export function badTilePolicyOf(policy: BadTilePolicy | undefined): BadTilePolicy {
  if (policy === undefined || badTilePolicies.includes(policy)) return policy ?? "fail";
  throw new OptionError(
    `onBadTile: expected one of ${badTilePolicies.join(", ")}, found ${JSON.stringify(policy)}; name one of them.`,
  );
}

/** Pixels of short strips that are decoded together. */
const pixelsTogether = 2 ** 20;
/** Number of blocks that are decoded at the same time. */
const atOnce = 4;

/** One resolution of a TIFF. */
export class TiffLevel implements PixelLevel {
  readonly width: number;
  readonly height: number;
  readonly blockHeight: number;
  /** Number of strips that are decoded together. */
  private readonly strips: number;

  /**
   * @param key name of this resolution in the cache
   * @param onBadTile receives a tile that is shown in black. Without it the tile is an error.
   */
  constructor(
    private readonly blocks: BlockDecoder,
    private readonly cache: BlockCache,
    private readonly key: string,
    private readonly onBadTile: ((tile: BadTile) => void) | undefined,
  ) {
    const { width, height, blockHeight, tiled } = blocks.header;
    this.width = width;
    this.height = height;
    this.strips = tiled ? 1 : Math.max(1, Math.floor(pixelsTogether / (width * blockHeight)));
    this.blockHeight = this.strips * blockHeight;
  }

  async read({ left, top, width, height }: PixelWindow): Promise<Raster> {
    const data = new Uint8Array(3 * width * height);
    const { blockHeight } = this;
    const { blockWidth } = this.blocks.header;
    const jobs: (readonly [column: number, row: number])[] = [];
    for (let row = Math.floor(top / blockHeight); row * blockHeight < top + height; row++) {
      for (let column = Math.floor(left / blockWidth); column * blockWidth < left + width; column++)
        jobs.push([column, row]);
    }
    const worker = async () => {
      for (let job = jobs.shift(); job; job = jobs.shift()) {
        const [column, row] = job;
        const block = await this.block(column, row);
        const [x, y] = [column * blockWidth, row * blockHeight];
        const [firstX, firstY] = [Math.max(left, x), Math.max(top, y)];
        const part = {
          left: firstX - x,
          top: firstY - y,
          width: Math.min(left + width, x + blockWidth) - firstX,
          height: Math.min(top + height, y + blockHeight) - firstY,
        };
        copyRows(
          { data: block, width: blockWidth, height: blockHeight },
          part,
          { data, width },
          {
            left: firstX - left,
            top: firstY - top,
          },
        );
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    return { data, width, height };
  }

  private block(column: number, row: number): Promise<Uint8Array> {
    return this.cache.get(`${this.key} ${column} ${row}`, async () => {
      const { strips, blocks } = this;
      const first = row * strips;
      const count = Math.min(strips, blocksDown(blocks.header) - first);
      if (count === 1) return this.one(column, first);
      try {
        return await blocks.decode(column, first, count);
      } catch {
        const parts: Uint8Array[] = [];
        for (let k = 0; k < count; k++) parts.push(await this.one(column, first + k));
        return Buffer.concat(parts);
      }
    });
  }

  /** Decodes one tile or strip, and applies the policy for bad ones. */
  private async one(column: number, row: number): Promise<Uint8Array> {
    try {
      return await this.blocks.decode(column, row);
    } catch (error) {
      return this.bad(column, row, error);
    }
  }

  /** Returns a black block for one that cannot be decoded. @throws {ImageRefusal} without a policy for it */
  private bad(column: number, row: number, error: unknown): Uint8Array {
    const { header } = this.blocks;
    const { blockWidth, blockHeight, width, height, tiled } = header;
    const [left, top] = [column * blockWidth, row * blockHeight];
    const window = {
      left,
      top,
      width: Math.min(blockWidth, width - left),
      height: Math.min(blockHeight, height - top),
    };
    const reason = String((error as Error).message ?? error)
      .split("\n")[0]!
      .trim();
    if (this.onBadTile) {
      this.onBadTile({ column, row, reason, ...window });
      return new Uint8Array(3 * blockWidth * blockRows(header, row));
    }
    const place = `pixels ${left}…${left + window.width - 1} across, ${top}…${top + window.height - 1} down`;
    const name = tiled ? `tile in column ${column}, row ${row}` : `strip ${row}`;
    throw new ImageRefusal(
      `a damaged ${name} (${place}: ${reason})`,
      'copy the file again, or show the tile in black with onBadTile "nodata" (--on-bad-tile nodata)',
    );
  }
}
