// State that the kernel and the page of a retrieval gallery share.

/** One answer to a sentence. */
export interface RankedPicture {
  /** Index of the picture. */
  readonly picture: number;
  /** Score of the picture for the sentence. */
  readonly score: number;
}

/** One answer to a picture. */
export interface RankedCaption {
  /** Text of the caption. */
  readonly caption: string;
  /** Score of the caption for the picture. */
  readonly score: number;
  /** True for a caption of this picture. Default false. */
  readonly own?: boolean;
}

/** The answer to a sentence. */
export interface PictureAnswer {
  /** The sentence; empty before the first one. */
  readonly query: string;
  /** Pictures, best first. */
  readonly results: readonly RankedPicture[];
  /** Indices of all pictures that are known to be right. */
  readonly truth: readonly number[];
  /** The error's message if there are no results, else empty. */
  readonly message: string;
}

/** The answer to a picture. */
export interface CaptionAnswer {
  /** Index of the picture, −1 before the first one. */
  readonly picture: number;
  /** Captions, best first. */
  readonly captions: readonly RankedCaption[];
  /** The error's message if there are no captions, else empty. */
  readonly message: string;
}

/** Traits of a retrieval gallery. */
export interface RetrievalGalleryState<Bytes> {
  /** Name of each picture. */
  labels: readonly string[];
  /** PNG or JPEG files: of all pictures, or of the current answers if pictures are read when they are shown. */
  pictures: readonly Bytes[];
  /** Index of each of these files among the labels. */
  pictured: readonly number[];
  /** The sentence to search for. */
  query: string;
  /** The answer to the latest sentence. */
  answer: PictureAnswer;
  /** True if a click on a picture ranks captions for it. */
  describes: boolean;
  /** Index of the picture that was clicked last, −1 for none. */
  chosen: number;
  /** The answer to the latest click. */
  description: CaptionAnswer;
}
