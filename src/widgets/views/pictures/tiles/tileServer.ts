// Answers the pages of a widget that ask for tiles of a large image. A newer request of a page replaces its earlier one,
// so that tiles which are no longer visible are not read.
import type { JsonObject } from "typescript-lab";
import type { LargePicture } from "./largePicture.js";
import { isTileOf, type TileName } from "./tileGrid.js";

/** A page's request. */
export interface TilesWanted {
  /** Random name of the page's view. */
  readonly view: string;
  /** Number of the image in the widget. */
  readonly image: number;
  /** Places of the tiles, most important first: level, column, row. */
  readonly tiles: readonly (readonly [level: number, column: number, row: number])[];
}

/** Answer to a page. Its buffer is a JPEG file, missing if `message` says why. */
export interface TileAnswer {
  readonly event: "tile";
  readonly image: number;
  readonly tile: readonly [level: number, column: number, row: number];
  readonly message: string;
}

/** The part of a widget that the server uses. */
interface Talking {
  on(event: "tiles", handler: (content: JsonObject) => void): () => void;
  sendCustom(content: JsonObject, buffers?: Uint8Array[]): void;
}

/**
 * Serves the tiles of a widget's images.
 * @param image returns the image of a number, or undefined
 */
export function serveTiles(
  widget: Talking,
  image: (index: number) => Promise<LargePicture> | undefined,
): void {
  const wanted = new Map<string, { readonly image: number; readonly tiles: TileName[] }>();
  let serving = false;
  const next = () => {
    for (const [view, request] of wanted) {
      const tile = request.tiles.shift();
      if (tile) return { image: request.image, tile };
      wanted.delete(view);
    }
    return undefined;
  };
  const serve = async () => {
    serving = true;
    for (let one = next(); one; one = next()) await answer(widget, image, one.image, one.tile);
    serving = false;
  };
  widget.on("tiles", (content) => {
    const request = requestIn(content);
    if (!request) return;
    const tiles = request.tiles.map(([level, column, row]) => ({ level, column, row }));
    wanted.delete(request.view);
    wanted.set(request.view, { image: request.image, tiles });
    if (!serving) void serve();
  });
}

async function answer(
  widget: Talking,
  image: (index: number) => Promise<LargePicture> | undefined,
  index: number,
  { level, column, row }: TileName,
): Promise<void> {
  const reply = (message: string, ...bytes: Uint8Array[]) => {
    const content: TileAnswer = { event: "tile", image: index, tile: [level, column, row], message };
    widget.sendCustom(content as unknown as JsonObject, bytes);
  };
  try {
    const picture = await image(index);
    if (picture && isTileOf(picture, { level, column, row }))
      reply("", await picture.tile({ level, column, row }));
  } catch (error) {
    reply((error as Error).message);
  }
}

/** Returns a page's request, or undefined for a message of another form. */
function requestIn({ view, image, tiles }: JsonObject): TilesWanted | undefined {
  const isPlace = (one: unknown) =>
    Array.isArray(one) && one.length === 3 && one.every((number) => Number.isInteger(number));
  const fits =
    typeof view === "string" && Number.isInteger(image) && Array.isArray(tiles) && tiles.every(isPlace);
  return fits ? ({ view, image, tiles } as unknown as TilesWanted) : undefined;
}
