// YOLO's outputs. Coordinates are pixels of the input.
import { boxAround } from "../../boxes/objectBox.js";
import type { Detection } from "./detection.js";

/** A matrix of candidates. Element (i, k) is at i × step + k × stride. */
interface Candidates {
  readonly values: Float32Array;
  readonly count: number;
  readonly step: number;
  readonly stride: number;
}

/**
 * Reads YOLOv8's output, [1, 4 + classes, n]: center x, center y, width, height, a score for each class.
 *
 * @param isRotated the last channel is the angle in radians, as in models for oriented boxes
 */
export function readYolo8(
  values: Float32Array,
  [channels, count]: readonly [number, number],
  classes: number,
  least: number,
  isRotated = false,
): Detection[] {
  const candidates = { values, count, step: 1, stride: count };
  return read(candidates, 4, classes, least, {
    angle: isRotated ? channels - 1 : undefined,
    factor: () => 1,
  });
}

/** Reads YOLOv5's output, [1, n, 5 + classes]: center x, center y, width, height, objectness, a score for each class. */
export function readYolo5(
  values: Float32Array,
  [count, channels]: readonly [number, number],
  classes: number,
  least: number,
): Detection[] {
  const candidates = { values, count, step: channels, stride: 1 };
  return read(candidates, 5, classes, least, { factor: (i) => values[i * channels + 4]! });
}

/** Reads the output of models that suppress repeated detections, [1, n, 6]: left, top, right, bottom, score, class. */
export function readEndToEnd(values: Float32Array, count: number, least: number): Detection[] {
  const detections: Detection[] = [];
  for (let i = 0; i < count; i++) {
    const [left, top, right, bottom, confidence, label] = values.subarray(
      6 * i,
      6 * i + 6,
    ) as unknown as number[];
    if (!(confidence! >= least)) continue;
    detections.push({
      label: Math.round(label!),
      confidence: Math.min(1, confidence!),
      box: [left!, top!, right!, bottom!],
    });
  }
  return detections;
}

function read(
  { values, count, step, stride }: Candidates,
  firstClass: number,
  classes: number,
  least: number,
  { angle, factor }: { readonly angle?: number; readonly factor: (i: number) => number },
): Detection[] {
  const detections: Detection[] = [];
  for (let i = 0; i < count; i++) {
    const at = (channel: number) => values[i * step + channel * stride]!;
    let [label, score] = [0, Number.NEGATIVE_INFINITY];
    for (let k = 0; k < classes; k++) {
      if (at(firstClass + k) <= score) continue;
      [label, score] = [k, at(firstClass + k)];
    }
    const confidence = score * factor(i);
    if (!(confidence >= least)) continue;
    const place = rectangle(at(0), at(1), at(2), at(3), angle === undefined ? 0 : at(angle));
    detections.push({ label, confidence: Math.min(1, confidence), ...place });
  }
  return detections;
}

function rectangle(x: number, y: number, width: number, height: number, angle: number) {
  if (angle === 0) return { box: [x - width / 2, y - height / 2, x + width / 2, y + height / 2] as const };
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const corners = [
    [-0.5, -0.5],
    [0.5, -0.5],
    [0.5, 0.5],
    [-0.5, 0.5],
  ].flatMap(([a, b]) => {
    const [dx, dy] = [a! * width, b! * height];
    return [x + cosine * dx - sine * dy, y + sine * dx + cosine * dy];
  });
  return { box: boxAround(corners), corners };
}
