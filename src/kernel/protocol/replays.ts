// Remembers signatures, so that a message that somebody recorded cannot run again.

/** Number of signatures that are remembered, as in jupyter_client. */
const most = 2 ** 16;

/** Signatures of the messages that were received. */
export class Replays {
  /** In the order of arrival. */
  private readonly seen = new Set<string>();

  /** Returns true for a signature that came before. An empty one belongs to a connection without signatures. */
  isReplay(signature: string): boolean {
    if (signature === "") return false;
    if (this.seen.has(signature)) return true;
    this.seen.add(signature);
    if (this.seen.size > most) this.forgetOldest();
    return false;
  }

  private forgetOldest(): void {
    let left = Math.floor(most / 10);
    for (const signature of this.seen) {
      if (left-- === 0) return;
      this.seen.delete(signature);
    }
  }
}
