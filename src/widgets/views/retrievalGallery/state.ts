// What kernel and page share of a retrieval gallery.

/** One answer to a sentence: the number of a picture, and its score. */
export interface RankedPicture {
  readonly picture: number;
  readonly score: number;
}

/** One answer to a picture: a caption, its score, and whether it is one of the picture's own. */
export interface RankedCaption {
  readonly caption: string;
  readonly score: number;
  readonly own?: boolean;
}

/** A ranking of pictures for a sentence. */
export interface PictureAnswer {
  /** What was asked; the empty string before. */
  readonly query: string;
  readonly results: readonly RankedPicture[];
  /** Pictures that are known to be right. */
  readonly truth: readonly number[];
  /** Why there are no results, where something went wrong. */
  readonly message: string;
}

/** A ranking of captions for a picture. */
export interface CaptionAnswer {
  /** The picture that was asked about, −1 before. */
  readonly picture: number;
  readonly captions: readonly RankedCaption[];
  readonly message: string;
}

export interface RetrievalGalleryState<Bytes> {
  labels: readonly string[];
  /** PNG or JPEG files' bytes, as many as labels. */
  pictures: readonly Bytes[];
  query: string;
  answer: PictureAnswer;
  /** Whether a click on a picture ranks captions for it. */
  describes: boolean;
  /** The picture chosen last, −1 for none. */
  chosen: number;
  description: CaptionAnswer;
}
