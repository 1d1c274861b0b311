// Decoded strips and tiles that were used last.

/** Keeps decoded blocks up to a number of bytes. Blocks that were not used for the longest time go first. */
export class BlockCache {
  private readonly blocks = new Map<string, Promise<Uint8Array>>();
  private readonly sizes = new Map<string, number>();
  private bytes = 0;

  /** @param most number of bytes */
  constructor(private readonly most: number) {}

  /** Returns a block, which is decoded where it is not kept. Calls at the same time share one decoding. */
  get(key: string, decode: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const kept = this.blocks.get(key);
    if (kept) {
      this.blocks.delete(key);
      this.blocks.set(key, kept);
      return kept;
    }
    const decoding = decode().then(
      (block) => {
        if (this.blocks.get(key) === decoding) this.count(key, block.byteLength);
        return block;
      },
      (error: unknown) => {
        this.blocks.delete(key);
        throw error;
      },
    );
    this.blocks.set(key, decoding);
    return decoding;
  }

  /** Drops all blocks. */
  clear(): void {
    this.blocks.clear();
    this.sizes.clear();
    this.bytes = 0;
  }

  private count(key: string, bytes: number): void {
    this.sizes.set(key, bytes);
    this.bytes += bytes;
    for (const [oldest] of this.blocks) {
      if (this.bytes <= this.most || oldest === key) break;
      const size = this.sizes.get(oldest);
      if (size === undefined) continue;
      this.bytes -= size;
      this.sizes.delete(oldest);
      this.blocks.delete(oldest);
    }
  }
}
