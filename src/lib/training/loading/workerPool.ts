// Several worker threads that cut crops.

import type { CropRequest, CropSource, ImageLoaderOptions } from "./imageLoader.js";
import { LoaderWorker } from "./loaderWorker.js";

/** Shares requests among worker threads. Each image belongs to one thread, so that it is decoded and kept once. */
export class LoaderPool implements CropSource {
  private readonly threads: readonly LoaderWorker[];
  private readonly owners = new Map<string, number>();

  constructor(
    private readonly options: ImageLoaderOptions,
    threads: number,
  ) {
    const each = { ...options, cacheBytes: options.cacheBytes / threads };
    this.threads = Array.from({ length: threads }, () => new LoaderWorker(each));
  }

  async cut(images: readonly CropRequest[]): Promise<Float32Array> {
    const shares = this.threads.map((): number[] => []);
    for (const [i, { path }] of images.entries()) shares[this.ownerOf(path)]!.push(i);
    const parts = await Promise.all(
      shares.map((share, k) =>
        share.length > 0 ? this.threads[k]!.cut(share.map((i) => images[i]!)) : null,
      ),
    );
    if (this.threads.length === 1) return parts[0]!;
    const length = this.options.size ** 2 * 3;
    const pixels = new Float32Array(images.length * length);
    for (const [k, share] of shares.entries()) {
      for (const [from, to] of share.entries()) {
        pixels.set(parts[k]!.subarray(from * length, (from + 1) * length), to * length);
      }
    }
    return pixels;
  }

  async close(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.close()));
  }

  /** Assigns images to threads in turn, in the order of their first request. */
  private ownerOf(path: string): number {
    let owner = this.owners.get(path);
    if (owner === undefined) {
      owner = this.owners.size % this.threads.length;
      this.owners.set(path, owner);
    }
    return owner;
  }
}
