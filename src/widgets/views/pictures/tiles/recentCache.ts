// A cache that forgets the entries that were not used for the longest time.

/** Entries by key, of a limited total weight. */
export class RecentCache<V> {
  private readonly entries = new Map<string, { readonly value: V; readonly weight: number }>();
  private total = 0;

  /**
   * @param limit greatest total weight. The newest entry stays even if it is heavier
   * @param forgotten receives each entry that is removed
   */
  constructor(
    private readonly limit: number,
    private readonly forgotten: (value: V) => void = () => {},
  ) {}

  /** Returns an entry, which becomes the most recent one. */
  get(key: string): V | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    this.entries.delete(key);
    this.entries.set(key, entry);
    return entry.value;
  }

  has(key: string): boolean {
    return this.entries.has(key);
  }

  /** Adds or replaces an entry, and forgets the oldest ones beyond the limit. */
  set(key: string, value: V, weight = 1): void {
    this.delete(key);
    this.entries.set(key, { value, weight });
    this.total += weight;
    for (const old of this.entries.keys()) {
      if (this.total <= this.limit || old === key) break;
      this.delete(old);
    }
  }

  /** Forgets all entries. */
  clear(): void {
    for (const key of [...this.entries.keys()]) this.delete(key);
  }

  private delete(key: string): void {
    const entry = this.entries.get(key);
    if (!entry) return;
    this.entries.delete(key);
    this.total -= entry.weight;
    this.forgotten(entry.value);
  }
}
