// Writes boxes as JSON that `readBoxes` reads.
import { writeFileAtomic } from "../../base/writeFileAtomic.js";
import type { BoxList } from "./objectBox.js";

/**
 * Writes the objects of images as JSON with `classes` and `images`, an image on each line.
 *
 * @throws {FileError} when the file cannot be written
 * @example
 * const boat = { label: "boat", confidence: 1, box: [10, 20, 60, 40] } as const;
 * await writeBoxes("objects.json", { images: [{ image: "port_1.png", width: 64, height: 64, boxes: [boat] }] });
 */
export async function writeBoxes(file: string, { classes, images }: BoxList): Promise<void> {
  const lines = images.map(({ image, width, height, boxes }) =>
    JSON.stringify({ image, width, height, objects: boxes }),
  );
  const start = classes ? `"classes": ${JSON.stringify(classes)}, ` : "";
  await writeFileAtomic(file, `{${start}"images": [\n${lines.join(",\n")}\n]}\n`);
}
