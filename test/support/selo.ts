// Semantic localization in NumPy, SciPy and OpenCV (python/selo.py): the independent implementation for the parity tests.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { noTorch, runTorch } from "./torch.js";

const script = fileURLToPath(new URL("./python/selo.py", import.meta.url));
const python = process.env.AMFMN_TORCH_PYTHON;

/** Reason to skip tests against OpenCV and SciPy, or false. */
export const noOpenCv =
  noTorch ||
  (spawnSync(python!, ["-c", "import cv2, scipy"]).status === 0
    ? false
    : "OpenCV or SciPy is not here; pip install opencv-python-headless scipy");

/** Results of a task: what it printed, and the arrays that it wrote. */
export interface SeloResult<T> {
  readonly printed: T;
  /** Returns the bytes of a file. */
  bytes(name: string): Uint8Array;
}

/**
 * Runs a task of the reference.
 *
 * @param files arrays for the task by name
 */
export async function runSelo<T>(
  task: string,
  parameters: object,
  files: Readonly<Record<string, Uint8Array>> = {},
): Promise<SeloResult<T>> {
  const folder = mkdtempSync(join(tmpdir(), "selo-"));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    writeFileSync(join(folder, "task.json"), JSON.stringify(parameters));
    const printed = JSON.parse(await runTorch(script, [task, folder])) as T;
    const written = new Map(
      ["tiles", "jpeg", "raw", "gray", "median", "gaussian", "masks"].flatMap((name) => {
        try {
          return [[name, new Uint8Array(readFileSync(join(folder, `${name}.bin`)))] as const];
        } catch {
          return [];
        }
      }),
    );
    return { printed, bytes: (name) => written.get(name)! };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
