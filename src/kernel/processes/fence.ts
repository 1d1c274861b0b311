// Marks a place in the bytes of standard output and error, so that they keep their order beside the kernel's messages.

const start = Buffer.from("\x1b]typescript-lab;fence;");
const end = 0x07;

/** Returns the bytes of a fence. */
export function fenceBytes(number: number): Buffer {
  return Buffer.concat([start, Buffer.from(`${number}`), Buffer.from([end])]);
}

/** Splits bytes at the fences in them. A part waits until its fence is open. */
export class FencedBytes {
  private bytes: Buffer = Buffer.alloc(0);
  private open = 0;

  /** @param take receives the bytes before each fence */
  constructor(private readonly take: (bytes: Buffer) => void) {}

  /** Adds bytes behind the earlier ones. */
  add(bytes: Buffer): void {
    this.bytes = this.bytes.length === 0 ? bytes : Buffer.concat([this.bytes, bytes]);
    this.deliver();
  }

  /** Opens the fences up to a number, so that the bytes behind them are taken. */
  openTo(number: number): void {
    this.open = number;
    this.deliver();
  }

  private deliver(): void {
    while (this.bytes.length > 0) {
      const at = this.bytes.indexOf(start);
      if (at === -1) {
        // A fence may be read in two parts.
        const kept = partOfStart(this.bytes);
        this.pass(this.bytes.length - kept);
        return;
      }
      this.pass(at);
      const close = this.bytes.indexOf(end);
      if (close === -1 || Number(this.bytes.toString("latin1", start.length, close)) > this.open) return;
      this.bytes = this.bytes.subarray(close + 1);
    }
  }

  private pass(length: number): void {
    if (length === 0) return;
    this.take(this.bytes.subarray(0, length));
    this.bytes = this.bytes.subarray(length);
  }
}

/** Returns the number of bytes at the end that may begin a fence. */
function partOfStart(bytes: Buffer): number {
  for (let length = Math.min(start.length - 1, bytes.length); length > 0; length--)
    if (bytes.subarray(bytes.length - length).equals(start.subarray(0, length))) return length;
  return 0;
}
