// The PyTorch peer as a process that does a job whenever it is asked, so that its runs and ours take turns.
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const python = process.env.AMFMN_TORCH_PYTHON ?? join(root, ".cache", "torch", "bin", "python");

/** One run of a job. */
export interface PeerRun {
  readonly seconds: number;
  /** Seconds of processor time, all cores together. */
  readonly processor: number;
  /** Greatest resident memory so far; on a GPU, what PyTorch allocated there. */
  readonly memoryMB: number;
}

export class Peer {
  private constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    private readonly lines: AsyncIterator<string>,
    readonly version: string,
    readonly device: string,
  ) {}

  /** Undefined where no Python with PyTorch is found. */
  static async start(): Promise<Peer | undefined> {
    if (!existsSync(python)) return undefined;
    // glibc is kept from giving memory back to the system: without that PyTorch spends a tenth of a step on it.
    const allocator = { MALLOC_TRIM_THRESHOLD_: "100000000000", MALLOC_MMAP_MAX_: "0" };
    const script = join(root, "bench", "peer", "serve.py");
    const child = spawn(python, [script, String(availableParallelism())], {
      env: { ...process.env, ...allocator },
    });
    child.stderr.pipe(process.stderr);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const { version, device } = JSON.parse(await nextLine(lines)) as { version: string; device: string };
    return new Peer(child, lines, version, device);
  }

  /** Does a job of serve.py once; the first time it is prepared, outside of the time. */
  async run(job: string, parameters: object): Promise<PeerRun> {
    this.child.stdin.write(`${JSON.stringify({ job, ...parameters })}\n`);
    return JSON.parse(await nextLine(this.lines)) as PeerRun;
  }

  stop(): void {
    this.child.stdin.end();
  }
}

async function nextLine(lines: AsyncIterator<string>): Promise<string> {
  const { value, done } = await lines.next();
  if (done) throw new Error("The PyTorch peer ended; what it printed above says why.");
  return value;
}
