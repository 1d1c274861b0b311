// A copy of an image that cannot be read in windows, as a tiled TIFF with overviews in a temporary folder.
import { rmSync } from "node:fs";
import { mkdtemp, rm, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp, { type Metadata } from "sharp";
import { ImageRefusal } from "../imageRefusal.js";

/** Folders to remove when the process ends. */
const folders = new Set<string>();
let watching = false;

/** A temporary file. */
export interface TemporaryTiff {
  readonly file: string;
  /** Removes the file. */
  remove(): Promise<void>;
}

/**
 * Decodes an image once, from its first row to its last, and writes it as tiles without compression. Memory holds some
 * rows at a time.
 *
 * @param input path or bytes of a JPEG, PNG, WebP, AVIF, GIF, or a TIFF that sharp shows in its colors
 * @throws {ImageRefusal} when the disk has no room for it
 */
export async function writeTemporaryTiff(
  input: string | Uint8Array,
  { width, height, depth, space }: Metadata,
): Promise<TemporaryTiff> {
  const deep = depth === "ushort";
  // Overviews have a third of the pixels.
  await requireRoom(tmpdir(), width * height * (deep ? 6 : 3) * (4 / 3));
  const folder = await mkdtemp(join(tmpdir(), "amfmn-image-"));
  removeAtExit(folder);
  const remove = async () => {
    folders.delete(folder);
    await rm(folder, { recursive: true, force: true });
  };
  const file = join(folder, "image.tif");
  const colors = deep ? (space === "grey16" ? "grey16" : "rgb16") : "srgb";
  try {
    await sharp(input, { failOn: "error", limitInputPixels: false, ignoreIcc: true, sequentialRead: true })
      .toColorspace(colors)
      .removeAlpha()
      .tiff({
        compression: "none",
        tile: true,
        tileWidth: 256,
        tileHeight: 256,
        pyramid: true,
        bigtiff: true,
      })
      .toFile(file);
  } catch (error) {
    await remove();
    throw error;
  }
  return { file, remove };
}

async function requireRoom(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= bytes) return;
  const gib = (number: number) => (number / 2 ** 30).toFixed(1);
  throw new ImageRefusal(
    `${gib(bavail * bsize)} GiB of free space in ${folder} for the ${gib(bytes)} GiB of its pixels`,
    "free some, name another folder in TMPDIR, or convert it with gdal_translate -of COG IN OUT.tif",
  );
}

function removeAtExit(folder: string): void {
  folders.add(folder);
  if (watching) return;
  watching = true;
  process.on("exit", () => {
    for (const one of folders) rmSync(one, { recursive: true, force: true });
  });
}
