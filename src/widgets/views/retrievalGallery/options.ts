// Options of a retrieval gallery.
import type { RankedCaption, RankedPicture } from "./state.js";

/** Pictures and searches of a gallery. */
export interface RetrievalGalleryOptions {
  /** Name of each picture. */
  readonly labels: readonly string[];
  /** PNG or JPEG file of each label, or a function that reads the file of a label when it is shown. */
  readonly pictures: readonly Uint8Array[] | ((picture: number) => Promise<Uint8Array> | Uint8Array);
  /** Ranks pictures by a sentence, best first. The message of an error is shown under the query box. */
  readonly search: (query: string) => Promise<readonly RankedPicture[]> | readonly RankedPicture[];
  /** Returns the pictures that are known to be right for a sentence. Default none. */
  readonly groundTruth?: (query: string) => readonly number[];
  /** Ranks captions for a clicked picture, best first. Default: clicks do nothing. */
  readonly describe?: (picture: number) => Promise<readonly RankedCaption[]> | readonly RankedCaption[];
  /** The first sentence. Default none. */
  readonly query?: string;
}
