// State that the kernel and the page of a localization viewer share.
import type { ColorMapName } from "../../../lib/base/drawing/colorMaps.js";
import type { ScoredTile } from "../../../lib/localization/index.js";
import type { Judgement } from "../pictures/judgement.js";

/** The answer to a query, without its score map. */
export interface Located {
  /** The query; empty before the first one. */
  readonly query: string;
  /** Cells of the score map across. */
  readonly width: number;
  /** Cells of the score map down. */
  readonly height: number;
  /** The tiles that fit the query best, best first, in pixels of the image. */
  readonly best: readonly ScoredTile[];
  /** The error's message if there is no score map, a remark on the score map, else empty. */
  readonly message: string;
  /** Indicators against the chosen annotation, if there is one. */
  readonly judgement?: Judgement;
}

/** Progress of a query that is being answered. */
export interface LocalizationProgress {
  /** Number of finished tiles. */
  readonly done: number;
  /** Number of all tiles; 0 while it is unknown. */
  readonly total: number;
  /** Remaining time in seconds, −1 while it is unknown. */
  readonly secondsLeft: number;
}

/** Traits of a localization viewer. */
export interface LocalizationState<Bytes> {
  /** Name of the image. */
  label: string;
  /** The image as a JPEG file; its longer side has at most 2048 pixels. The kernel sends finer parts on demand. */
  picture: Bytes;
  /** Width of the original image in pixels. */
  imageWidth: number;
  /** Height of the original image in pixels. */
  imageHeight: number;
  /** The sentence to locate. */
  query: string;
  /** The answer to the latest query. */
  found: Located;
  /** Score map of the answer: float32 in 0…1, row after row. */
  scores: Bytes;
  /** Progress of the query; null when it is answered. */
  progress: LocalizationProgress | null;
  /** Answers that are kept beside the latest one. */
  kept: readonly Located[];
  /** Score maps of the kept answers. */
  keptScores: readonly Bytes[];
  /** True to show the kept answers and the latest one beside one another. */
  compare: boolean;
  /** Sentences of the annotations of the image. */
  annotations: readonly string[];
  /** Index of the annotation that maps are judged against, −1 for none. */
  annotation: number;
  /** True to draw regions, circles and attention centers. */
  shapes: boolean;
  /** Opacity of the score map, 0…1. */
  opacity: number;
  /** Scores below it are not drawn, 0…1. */
  threshold: number;
  /** Colors of the score map. */
  colorMap: ColorMapName;
  /** The visible part, [x, y, width, height] in pixels of the image; empty for the whole image. */
  region: readonly number[];
}
