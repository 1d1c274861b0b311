// A peer as a process that does a job whenever it is asked, so that its runs and ours take turns.
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Whom benchmarks compare with: a script beside this file, and what its Python must have. */
export const peers = {
  pytorch: { script: "pytorch.py", module: "torch" },
  nltk: { script: "nltk_texts.py", module: "nltk" },
} as const;
export type PeerName = keyof typeof peers;

/** Pythons that may have a peer: the one named, the one that .ci/run makes, the one of the tests. */
const pythons = [
  process.env.AMFMN_TORCH_PYTHON,
  join(root, ".cache", "torch", "bin", "python"),
  join(root, ".venv", "bin", "python"),
];

/** One run of a job. */
export interface PeerRun {
  readonly seconds: number;
  /** Seconds of processor time, all cores together. */
  readonly processor: number;
  /** Greatest resident memory so far; on a GPU, what PyTorch allocated there. */
  readonly memoryMB: number;
}

/** What a peer says of itself, such as `PyTorch 2.13.0` on `cpu`. */
export interface PeerReport {
  readonly name: string;
  readonly device: string;
}

export class Peer {
  private constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    private readonly lines: AsyncIterator<string>,
    readonly report: PeerReport,
  ) {}

  /** Undefined where no Python has it. */
  static async start(name: PeerName): Promise<Peer | undefined> {
    const { script, module } = peers[name];
    const python = pythons.find((program) => program && existsSync(program) && has(program, module));
    if (!python) return undefined;
    // glibc is kept from giving memory back to the system: without that PyTorch spends a tenth of a step on it.
    const allocator = { MALLOC_TRIM_THRESHOLD_: "100000000000", MALLOC_MMAP_MAX_: "0" };
    // On a GPU PyTorch's convolutions would round to TensorFloat-32, which ours do only where this says so.
    const precision = { NVIDIA_TF32_OVERRIDE: process.env.NVIDIA_TF32_OVERRIDE ?? "0" };
    const child = spawn(python, [join(root, "bench", "peer", script), String(availableParallelism())], {
      env: { ...process.env, ...allocator, ...precision },
    });
    child.stderr.pipe(process.stderr);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return new Peer(child, lines, JSON.parse(await nextLine(lines)) as PeerReport);
  }

  /** Does a job of its script once; the first time it is prepared, outside of the time. */
  async run(job: string, parameters: object): Promise<PeerRun> {
    this.child.stdin.write(`${JSON.stringify({ job, ...parameters })}\n`);
    return JSON.parse(await nextLine(this.lines)) as PeerRun;
  }

  stop(): void {
    this.child.stdin.end();
  }
}

function has(python: string, module: string): boolean {
  const find = `import importlib.util, sys; sys.exit(importlib.util.find_spec("${module}") is None)`;
  return spawnSync(python, ["-c", find]).status === 0;
}

async function nextLine(lines: AsyncIterator<string>): Promise<string> {
  const { value, done } = await lines.next();
  if (done) throw new Error("The peer ended; what it printed above says why.");
  return value;
}
