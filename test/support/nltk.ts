// Asks the real NLTK: in the project's own test environment, or in the Python that AMFMN_TORCH_PYTHON names.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { python, root } from "./venv.js";

const peer = `${root}test/lib/text/nltkPeer.py`;

/** Asks NLTK. nltkPeer.py lists the tasks. */
export function askNltk<T>(request: { task: string; [field: string]: unknown }): T {
  return ask<T>(nltk.python!, request);
}

function ask<T>(program: string, request: object): T {
  const options = {
    input: JSON.stringify(request),
    maxBuffer: 2 ** 28,
    stdio: ["pipe", "pipe", "pipe"] as const,
  };
  return JSON.parse(execFileSync(program, [peer], { ...options, stdio: [...options.stdio] }).toString()) as T;
}

/** The first Python that has NLTK, and whether Punkt's data is there too. */
const nltk = find();

function find(): { python?: string; punkt: boolean } {
  const found = [python, process.env.AMFMN_TORCH_PYTHON]
    .filter((program) => program !== undefined && existsSync(program))
    .flatMap((program) => {
      try {
        return [{ python: program!, punkt: ask<{ punkt: boolean }>(program!, { task: "probe" }).punkt }];
      } catch {
        return [];
      }
    });
  return found.find(({ punkt }) => punkt) ?? found[0] ?? { punkt: false };
}

/** Why NLTK cannot be asked, or false when it can. */
export const noNltk = nltk.python
  ? false
  : "NLTK is not installed: npm test installs it, or name a Python that has it in AMFMN_TORCH_PYTHON";

/** Why NLTK's `word_tokenize` and stop words cannot be asked, or false when they can. */
export const noPunkt =
  noNltk ||
  (nltk.punkt ? false : "NLTK's Punkt is not here: pip install --no-deps llama-index-core==0.14.25");
