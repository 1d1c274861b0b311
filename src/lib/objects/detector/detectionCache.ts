// Detections on disk, by the hash of the detector with its settings and the hash of the image file.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "../../base/files/output.js";
import { writeFileAtomic } from "../../base/writeFileAtomic.js";
import type { ObjectBox } from "../boxes/objectBox.js";

/** Detections of one image file. */
export interface KeptDetections {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly ObjectBox[];
}

/** Returns the SHA-256 of some bytes or text as 32 hexadecimal digits. */
export function contentHash(content: Uint8Array | string): string {
  return createHash("sha256").update(content).digest("hex").slice(0, 32);
}

/** Detections of one detector. */
export class DetectionCache {
  private readonly folder: string;
  private isMade = false;

  /** @param detector hash of the detector and its settings */
  constructor(folder: string, detector: string) {
    this.folder = join(folder, "detections", detector);
  }

  /** Returns the kept detections of an image; undefined when there are none, or the file is damaged. */
  async read(image: string): Promise<KeptDetections | undefined> {
    try {
      return JSON.parse(await readFile(this.fileOf(image), "utf8")) as KeptDetections;
    } catch {
      return undefined;
    }
  }

  /** Keeps the detections of an image. @throws {FileError} when they cannot be written */
  async write(image: string, detections: KeptDetections): Promise<void> {
    if (!this.isMade) makeFolder(this.folder);
    this.isMade = true;
    await writeFileAtomic(this.fileOf(image), JSON.stringify(detections));
  }

  private fileOf(image: string): string {
    return join(this.folder, `${image}.json`);
  }
}
