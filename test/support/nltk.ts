// Asks NLTK, in the project's test environment or in the Python that AMFMN_TORCH_PYTHON names.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { PythonProcess } from "./python/process.js";
import { python, root } from "./venv.js";

interface Found {
  readonly python?: string;
  /** True if the data of NLTK's tokenizer is installed. */
  readonly punkt: boolean;
}

/** The first Python that has NLTK, with Punkt's data if one has it. */
const found = find();

/** Reason to skip tests against NLTK, or false. */
export const noNltk = found.python
  ? false
  : "NLTK is not installed: npm test installs it, or name a Python that has it in AMFMN_TORCH_PYTHON";

/** Reason to skip tests against NLTK's `word_tokenize` and stop words, or false. */
export const noPunkt =
  noNltk ||
  (found.punkt ? false : "NLTK's Punkt is not here: pip install --no-deps llama-index-core==0.14.25");

const nltk = found.python && new PythonProcess(found.python, `${root}test/lib/text/nltkPeer.py`);

/** Sends a task to NLTK and returns its answer. nltkPeer.py lists the tasks. */
export function askNltk<T>(request: { task: string; [field: string]: unknown }): Promise<T> {
  return (nltk as PythonProcess).ask<T>(request);
}

function find(): Found {
  // Importing the packages would take a second.
  const probe = `import json, sys
sys.path.insert(0, "${root}test/support/python")
from nltk_data import has_nltk, carried_data
print(json.dumps([has_nltk(), carried_data() is not None]))`;
  const all = [python, process.env.AMFMN_TORCH_PYTHON]
    .filter((program) => program !== undefined && existsSync(program))
    .map((program) => {
      const [nltk, punkt] = JSON.parse(execFileSync(program!, ["-c", probe]).toString()) as [
        boolean,
        boolean,
      ];
      return { python: nltk ? program : undefined, punkt };
    })
    .filter((one) => one.python);
  return all.find(({ punkt }) => punkt) ?? all[0] ?? { punkt: false };
}
