// The runner of lessons keeps what a notebook shows at its end.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { writeNotebook } from "../support/notebookFile.js";
import { noJupyter, root } from "../support/venv.js";

interface Runner {
  execute(path: string, target: string): Promise<number>;
  close(): Promise<void>;
}

interface SavedOutput {
  data: Record<string, string>;
}

interface SavedWidgets {
  metadata: { widgets: Record<string, { state: Record<string, { state: { outputs?: SavedOutput[] } }> }> };
}

test("the result of an async function of interact is stored, also when it comes after its cell", {
  skip: noJupyter,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), "runner-"));
  const { NotebookRunner } = (await import(join(root, "scripts", "lessons", "run", "execute.mjs"))) as {
    NotebookRunner: new (length: number) => Runner;
  };
  const runner = new NotebookRunner(1);
  try {
    const path = join(folder, "late.ipynb");
    writeNotebook(path, [
      `import { interactive } from "amfmn-lab/widgets";
let open = () => {};
const opened = new Promise<void>((resolve) => {
  open = resolve;
});
const panel = interactive({ gamma: [0, 1, 0.1] }, async ({ gamma }) => {
  await opened;
  return gamma;
});
display(panel);`,
      "open();\nawait panel.update();",
      "panel.result",
    ]);
    const target = join(folder, "executed.ipynb");
    await runner.execute(path, target);
    const { metadata } = JSON.parse(readFileSync(target, "utf8")) as SavedWidgets;
    const [saved] = Object.values(metadata.widgets);
    const outputs = Object.values(saved!.state).flatMap(({ state }) => state.outputs ?? []);
    assert.deepEqual(
      outputs.map(({ data }) => stripVTControlCharacters(data["text/plain"]!)),
      ["0.5"],
    );
  } finally {
    await runner.close();
    rmSync(folder, { recursive: true });
  }
});
