// A list of boxes by the names of images.
import { basename } from "node:path";
import { DataError } from "../../base/errors.js";
import type { ObjectImage } from "../objectSource.js";
import type { ImageBoxes } from "./objectBox.js";

/** Finds the entry of an image by its name. */
export class BoxTable {
  private readonly byName = new Map<string, ImageBoxes>();
  private readonly byStem = new Map<string, ImageBoxes | undefined>();

  constructor(
    private readonly file: string,
    private readonly images: readonly ImageBoxes[],
  ) {
    for (const entry of images) {
      const name = basename(entry.image);
      this.byName.set(name, entry);
      const stem = stemOf(name);
      this.byStem.set(stem, this.byStem.has(stem) ? undefined : entry);
    }
  }

  /** Returns the entry with the image's name, or else the only one whose name differs in its ending. */
  find({ name }: ObjectImage, missing: "refuse" | "empty"): ImageBoxes | undefined {
    const file = basename(name);
    const entry = this.byName.get(file) ?? this.byStem.get(stemOf(file));
    if (entry || missing === "empty") return entry;
    const example = this.images[0] ? `, such as ${this.images[0].image}` : "";
    throw new DataError(
      `${this.file}: expected an entry for the image ${name}, found ${this.images.length} other images${example}; ` +
        'add the image without objects, as amfmn objects does, or read missing images as empty (missing: "empty").',
    );
  }
}

/** Returns a name without its ending. Numbers lose their leading zeros, as COCO's ids of images have none. */
function stemOf(name: string): string {
  const stem = name.replace(/\.[a-z]\w{0,4}$/i, "");
  return /^\d+$/.test(stem) ? stem.replace(/^0+(?=\d)/, "") : stem;
}
