// Masks of dropout with the same elements on every engine.
import type { Random } from "../base/random.js";

/** Draws 0 with the probability `rate`, and else 1 ÷ (1 − rate), as PyTorch's `nn.Dropout` scales. */
export function drawDropoutMask(random: Random, length: number, rate: number): Float32Array {
  const mask = new Float32Array(length);
  const kept = 1 / (1 - rate);
  for (let i = 0; i < length; i++) mask[i] = random.next() < rate ? 0 : kept;
  return mask;
}
