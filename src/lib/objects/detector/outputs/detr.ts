// DETR's outputs. Coordinates are in units of the image.
import type { Detection } from "./detection.js";

/**
 * Reads logits [1, n, k] and boxes [1, n, 4] of center x, center y, width and height.
 *
 * @param hasNone the last logit says that a query found nothing, and scores are a softmax, as in DETR. Without it scores are
 *   sigmoids, as in RT-DETR and Deformable DETR.
 */
export function readDetr(
  logits: Float32Array,
  boxes: Float32Array,
  [count, channels]: readonly [number, number],
  least: number,
  hasNone: boolean,
): Detection[] {
  const classes = hasNone ? channels - 1 : channels;
  const detections: Detection[] = [];
  for (let i = 0; i < count; i++) {
    const row = logits.subarray(i * channels, (i + 1) * channels);
    let label = 0;
    for (let k = 1; k < classes; k++) if (row[k]! > row[label]!) label = k;
    const confidence = hasNone ? softmaxOf(row, label) : 1 / (1 + Math.exp(-row[label]!));
    if (!(confidence >= least)) continue;
    const [x, y, width, height] = boxes.subarray(4 * i, 4 * i + 4) as unknown as [
      number,
      number,
      number,
      number,
    ];
    detections.push({
      label,
      confidence,
      box: [x - width / 2, y - height / 2, x + width / 2, y + height / 2],
    });
  }
  return detections;
}

function softmaxOf(row: Float32Array, k: number): number {
  const most = Math.max(...row);
  const total = row.reduce((sum, value) => sum + Math.exp(value - most), 0);
  return Math.exp(row[k]! - most) / total;
}
