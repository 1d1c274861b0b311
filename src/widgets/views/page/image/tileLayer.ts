// The pixels of a large image on a canvas: the overview, and over it the tiles that have arrived from the kernel. Without a
// kernel the overview stays.
import type { Bytes, Disposables, PageModel } from "../../../core/pageModel.js";
import { RecentCache } from "../../pictures/tiles/recentCache.js";
import {
  coarsestLevel,
  keyOf,
  levelFor,
  type TileName,
  tilesIn,
  type Window,
  windowOf,
} from "../../pictures/tiles/tileGrid.js";
import type { TileAnswer, TilesWanted } from "../../pictures/tiles/tileServer.js";
import type { Region } from "../camera.js";
import type { Viewport } from "./viewport.js";

/** Number of decoded tiles in memory, of 1 MB each. */
const mostTiles = 160;
/** Pixels of the image are shown as squares from this width on, in screen pixels. */
const shownAsSquares = 4;

/** Loads and draws the pixels of one of a widget's images. */
export class TileLayer {
  private readonly tiles = new RecentCache<ImageBitmap>(mostTiles, (bitmap) => bitmap.close());
  private readonly failed = new Set<string>();
  private readonly view = Math.random().toString(36).slice(2);
  private readonly overview = new Image();
  private asked = "";
  private message = "";

  /**
   * @param index number of the image in the widget
   * @param size of the image in pixels
   * @param changed called after pixels arrived
   */
  constructor(
    private readonly model: PageModel<object>,
    disposables: Disposables,
    private readonly index: number,
    private readonly size: { readonly width: number; readonly height: number },
    overview: Bytes,
    private readonly changed: () => void,
  ) {
    disposables.received(model, (content, buffers) => void this.receive(content as TileAnswer, buffers));
    disposables.released(() => this.tiles.clear());
    this.overview.onload = changed;
    this.overview.src = disposables.picture(overview);
  }

  /** The reason why a tile is missing, empty if none is. */
  get problem(): string {
    return this.message;
  }

  /**
   * Draws the visible part, and asks the kernel for its missing tiles.
   * @param ratio screen pixels for each CSS pixel
   */
  draw(context: CanvasRenderingContext2D, viewport: Viewport, ratio: number): void {
    const { region, inside, scale } = viewport;
    const screen = scale * ratio;
    context.imageSmoothingEnabled = screen < shownAsSquares;
    context.imageSmoothingQuality = "high";
    const { naturalWidth, naturalHeight } = this.overview;
    const whole = { left: 0, top: 0, ...this.size };
    if (naturalWidth > 0)
      paint(context, this.overview, { width: naturalWidth, height: naturalHeight }, whole, region, screen);
    const level = levelFor(this.size, screen);
    const part = { left: inside.x, top: inside.y, width: inside.width, height: inside.height };
    const needed = level === undefined ? [] : tilesIn(this.size, part, level);
    const missing = needed.filter((tile) => !this.tiles.has(keyOf(tile)));
    const levels =
      level === undefined ? [] : levelsFrom(missing.length > 0 ? coarsestLevel(this.size) : level, level);
    for (const one of levels) {
      for (const tile of tilesIn(this.size, part, one)) {
        const bitmap = this.tiles.get(keyOf(tile));
        if (bitmap) paint(context, bitmap, bitmap, windowOf(this.size, tile), region, screen);
      }
    }
    context.imageSmoothingEnabled = true;
    this.ask(missing);
  }

  private ask(missing: readonly TileName[]): void {
    const tiles = missing.filter((tile) => !this.failed.has(keyOf(tile)));
    const asked = tiles.map(keyOf).join(" ");
    if (asked === this.asked) return;
    this.asked = asked;
    const request: TilesWanted = {
      view: this.view,
      image: this.index,
      tiles: tiles.map(({ level, column, row }) => [level, column, row]),
    };
    this.model.send({ event: "tiles", ...request });
  }

  private async receive(
    { event, image, tile, message }: TileAnswer,
    buffers: readonly Bytes[],
  ): Promise<void> {
    if (event !== "tile" || image !== this.index) return;
    const [level, column, row] = tile;
    const key = keyOf({ level, column, row });
    const bytes = buffers[0];
    try {
      if (!bytes) throw new Error(message);
      this.tiles.set(key, await createImageBitmap(new Blob([bytes as unknown as BlobPart])));
    } catch (error) {
      this.failed.add(key);
      this.message = (error as Error).message;
    }
    this.changed();
  }
}

/** Lists levels from a coarse one to a fine one. */
function levelsFrom(coarse: number, fine: number): number[] {
  return Array.from({ length: coarse - fine + 1 }, (_, i) => coarse - i);
}

/** Draws a picture of a rectangle of the image. Only its visible part is read, and edges fall on screen pixels. */
function paint(
  context: CanvasRenderingContext2D,
  picture: CanvasImageSource,
  size: { readonly width: number; readonly height: number },
  shown: Window,
  region: Region,
  screen: number,
): void {
  const left = Math.max(shown.left, region.x);
  const top = Math.max(shown.top, region.y);
  const right = Math.min(shown.left + shown.width, region.x + region.width);
  const bottom = Math.min(shown.top + shown.height, region.y + region.height);
  if (right <= left || bottom <= top) return;
  const [across, down] = [size.width / shown.width, size.height / shown.height];
  const [x, y] = [Math.round((left - region.x) * screen), Math.round((top - region.y) * screen)];
  context.drawImage(
    picture,
    (left - shown.left) * across,
    (top - shown.top) * down,
    (right - left) * across,
    (bottom - top) * down,
    x,
    y,
    Math.round((right - region.x) * screen) - x,
    Math.round((bottom - region.y) * screen) - y,
  );
}
