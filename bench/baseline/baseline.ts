// Runs a baseline in a separate process that does one job a request, so that its runs are interleaved with ours.
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The baselines. Each is a script beside this file and the Python module that it needs. */
export const baselines = {
  pytorch: { script: "pytorch.py", module: "torch" },
  openClip: { script: "clip_models.py", module: "open_clip" },
  nltk: { script: "nltk_texts.py", module: "nltk" },
} as const;
export type BaselineName = keyof typeof baselines;

/** Candidates for a Python with the module: the one in AMFMN_TORCH_PYTHON, the one of .ci/run, the one of the tests. */
const pythons = [
  process.env.AMFMN_TORCH_PYTHON,
  join(root, ".cache", "torch", "bin", "python"),
  join(root, ".venv", "bin", "python"),
];

/** One run of a job. */
export interface BaselineRun {
  readonly seconds: number;
  /** Seconds of processor time, all cores together. */
  readonly processor: number;
  /** Peak of the resident memory, or of PyTorch's memory on a GPU. */
  readonly memoryMB: number;
}

/** Name and device of a baseline, such as `PyTorch 2.13.0` on `cpu`. */
export interface BaselineReport {
  readonly name: string;
  readonly device: string;
}

/** A running baseline. */
export class Baseline {
  private constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    private readonly lines: AsyncIterator<string>,
    readonly report: BaselineReport,
  ) {}

  /** Starts a baseline. Returns undefined when no Python has its module. */
  static async start(name: BaselineName): Promise<Baseline | undefined> {
    const { script, module } = baselines[name];
    const python = pythons.find((program) => program && existsSync(program) && has(program, module));
    if (!python) return undefined;
    // glibc keeps its memory. Otherwise PyTorch spends a tenth of a step on returning it to the system.
    const allocator = { MALLOC_TRIM_THRESHOLD_: "100000000000", MALLOC_MMAP_MAX_: "0" };
    // On a GPU, PyTorch's convolutions round to TensorFloat-32 by default and ours do not.
    const precision = { NVIDIA_TF32_OVERRIDE: process.env.NVIDIA_TF32_OVERRIDE ?? "0" };
    const child = spawn(python, [join(root, "bench", "baseline", script), String(availableParallelism())], {
      env: { ...process.env, ...allocator, ...precision },
    });
    child.stderr.pipe(process.stderr);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return new Baseline(child, lines, JSON.parse(await nextLine(lines)) as BaselineReport);
  }

  /** Does a job once. Its preparation before the first run is not timed. */
  async run(job: string, parameters: object): Promise<BaselineRun> {
    this.child.stdin.write(`${JSON.stringify({ job, ...parameters })}\n`);
    return JSON.parse(await nextLine(this.lines)) as BaselineRun;
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
  if (done)
    throw new Error("baseline: expected an answer, found the end of its process; its messages are above.");
  return value;
}
