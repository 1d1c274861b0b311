// A large image as an overview and as tiles, which are read when a page asks for them.
import sharp from "sharp";
import type { DecodeOptions } from "../../../../lib/data/images/decodeOptions.js";
import type { ImageSource } from "../../../../lib/data/images/imageSource.js";
import type { LargeImage } from "../../../../lib/data/images/windows/largeImage.js";
import { openLargeImage } from "../../../../lib/data/images/windows/openLargeImage.js";
import { RecentCache } from "./recentCache.js";
import { keyOf, overviewSide, type Size, type TileName, type Window, windowOf } from "./tileGrid.js";

/** Number of JPEG tiles that are kept for the pages that ask again, of about 50 kB each. */
const keptTiles = 800;

/** A large image for pages: its overview, and tiles on demand. */
export class LargePicture implements Size {
  private readonly tiles = new RecentCache<Promise<Uint8Array>>(keptTiles);

  private constructor(
    private readonly image: LargeImage,
    /** The whole image as a JPEG file. Its longer side has at most `overviewSide` pixels. */
    readonly overview: Uint8Array,
  ) {}

  /** Width in pixels. */
  get width(): number {
    return this.image.width;
  }

  /** Height in pixels. */
  get height(): number {
    return this.image.height;
  }

  /** Opens an image. @throws {DataError} when it cannot be decoded */
  static async open(source: ImageSource, decoding: DecodeOptions = {}): Promise<LargePicture> {
    // A broken tile must not hide the others.
    const image = await openLargeImage(source, { ...decoding, onBadTile: "nodata" });
    try {
      const { width, height } = image;
      const shrunk = Math.max(1, Math.max(width, height) / overviewSide);
      return new LargePicture(image, await jpegOf(image, { left: 0, top: 0, width, height }, shrunk));
    } catch (error) {
      await image.close();
      throw error;
    }
  }

  /** Returns a tile as a JPEG file. */
  tile(name: TileName): Promise<Uint8Array> {
    const key = keyOf(name);
    const kept = this.tiles.get(key);
    if (kept) return kept;
    const read = jpegOf(this.image, windowOf(this, name), 2 ** name.level);
    this.tiles.set(key, read);
    return read;
  }

  /** Closes the image. */
  close(): Promise<void> {
    return this.image.close();
  }
}

async function jpegOf(image: LargeImage, window: Window, shrunk: number): Promise<Uint8Array> {
  const { data, width, height } = await image.read(window, {
    width: Math.max(1, Math.round(window.width / shrunk)),
    height: Math.max(1, Math.round(window.height / shrunk)),
  });
  const jpeg = await sharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: false })
    .jpeg({ quality: 85 })
    .toBuffer();
  return new Uint8Array(jpeg);
}
