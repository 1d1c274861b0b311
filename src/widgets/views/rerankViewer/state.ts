// State that the kernel and the page of a rerank viewer share. It holds what the new scores are computed from, so that the
// sliders work without a kernel.

/** The query's side: an image searches texts, or a text searches images. */
export type RerankDirection = "imageToText" | "textToImage";

/** A candidate of the shown query, with all that does not depend on K and the weights. */
export interface RerankCandidate {
  /** Name of the image, or the caption. */
  readonly label: string;
  /** Score of the first stage. */
  readonly score: number;
  /** The score as a share of the sum of the candidate's scores. */
  readonly p1: number;
  /** The query's rank in the candidate's own list, from 0. */
  readonly reverseRank: number;
  /** True when the candidate belongs to the query. */
  readonly own: boolean;
}

/** The query that the candidates belong to. */
export interface RerankQuestion {
  /** Direction of the search. */
  readonly direction: RerankDirection;
  /** Index of the image or the text. */
  readonly query: number;
  /** Name of the image, or the caption. */
  readonly text: string;
}

/** Traits of a rerank viewer. */
export interface RerankViewerState<Bytes> {
  /** Heading. */
  title: string;
  /** Number of images. */
  images: number;
  /** Number of texts. */
  texts: number;
  /** Direction of the search. */
  direction: RerankDirection;
  /** Index of the asked image or text. */
  query: number;
  /** The query whose candidates are shown. */
  question: RerankQuestion;
  /** Candidates in first-stage order. */
  candidates: readonly RerankCandidate[];
  /** Picture of each candidate that is an image; empty for texts and for images that cannot be read. */
  pictures: readonly Bytes[];
  /** Picture of the query; empty for a text. */
  queryPicture: Bytes;
  /** Greatest K of the slider. */
  mostK: number;
  /** Number of candidates that are reranked. */
  k: number;
  /** Weight of the first term. */
  w1: number;
  /** Weight of the third term. */
  w2: number;
  /** Number of places that are shown before and after. */
  rows: number;
}
