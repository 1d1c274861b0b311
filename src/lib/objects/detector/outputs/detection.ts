// Detections in pixels of a detector's input or in units of the image, and the suppression of repeated ones.

/** A detection. */
export interface Detection {
  /** Number of the class. */
  readonly label: number;
  /** Certainty in 0…1. */
  readonly confidence: number;
  /** Left, top, right and bottom. */
  readonly box: readonly [number, number, number, number];
  /** Corners x0, y0 … x3, y3 of a rotated rectangle. */
  readonly corners?: readonly number[];
}

/** Limits of detections. */
export interface DetectionLimits {
  /** Least confidence of a detection, in 0…1. */
  readonly confidence: number;
  /** Greatest intersection over union of two detections of a class. */
  readonly overlap: number;
  /** Most detections of an image. */
  readonly most: number;
}

/**
 * Keeps the most certain of overlapping detections of each class (non-maximum suppression). Equally certain ones keep their
 * order. The boxes around rotated rectangles are compared.
 */
export function suppressRepeated(
  detections: readonly Detection[],
  { overlap, most }: DetectionLimits,
): Detection[] {
  const kept: Detection[] = [];
  for (const detection of [...detections].sort((a, b) => b.confidence - a.confidence)) {
    if (kept.length === most) break;
    const isRepeated = kept.some(
      (other) => other.label === detection.label && overlapOf(other.box, detection.box) > overlap,
    );
    if (!isRepeated) kept.push(detection);
  }
  return kept;
}

function overlapOf(a: Detection["box"], b: Detection["box"]): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  if (width <= 0 || height <= 0) return 0;
  const area = ([left, top, right, bottom]: Detection["box"]) => (right - left) * (bottom - top);
  return (width * height) / (area(a) + area(b) - width * height);
}
