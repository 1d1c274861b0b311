// Hash by which a front end and the kernel identify a cell in the debugger.

const multiplier = 0x5bd1e995;

/**
 * Computes 32-bit MurmurHash2 (Austin Appleby) of a text's UTF-8 bytes. JupyterLab supports no other hash.
 * @param seed an unsigned 32-bit number
 * @returns an unsigned 32-bit number
 */
export function murmur2(text: string, seed: number): number {
  const bytes = new TextEncoder().encode(text);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let hash = seed ^ bytes.length;
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) {
    const word = Math.imul(view.getUint32(at, true), multiplier);
    hash = Math.imul(hash, multiplier) ^ Math.imul(word ^ (word >>> 24), multiplier);
  }
  if (at < bytes.length) {
    let rest = 0;
    for (let i = bytes.length - 1; i >= at; i--) rest = (rest << 8) | bytes[i]!;
    hash = Math.imul(hash ^ rest, multiplier);
  }
  hash = Math.imul(hash ^ (hash >>> 13), multiplier);
  return (hash ^ (hash >>> 15)) >>> 0;
}
