// Runs the first lesson through a real Jupyter client, on the project's own kernel, from top to bottom.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { noJupyter, root, run } from "../support/venv.js";

interface Output {
  output_type: string;
  text?: string | string[];
  data?: Record<string, unknown>;
}

test("lesson 1 runs from top to bottom and beats chance tenfold at R@10, both ways", {
  skip: noJupyter,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), "lesson-"));
  try {
    const output = join(folder, "out.ipynb");
    const args = ["--timeout=900", `--output=${output}`, "01-first-look.ipynb"];
    const { code, stderr } = await run(`${root}.venv/bin/jupyter`, ["execute", ...args], {
      cwd: `${root}notebooks`,
    });
    assert.equal(code, 0, stderr);
    const notebook = JSON.parse(readFileSync(output, "utf8")) as {
      cells: { outputs?: Output[] }[];
      metadata: object;
    };
    const outputs = notebook.cells.flatMap((cell) => cell.outputs ?? []);
    const printed = outputs.flatMap(({ text }) => text ?? []).join("");
    const held = /scenes held out: (\d+)/.exec(printed);
    assert.ok(Number(held?.[1]) >= 300, printed);
    const times = [...printed.matchAll(/([\d.]+) times chance/g)].map((match) => Number(match[1]));
    assert.equal(times.length, 2, printed);
    for (const ratio of times) assert.ok(ratio >= 10, printed);
    const views = outputs.filter(({ data }) => data && "application/vnd.jupyter.widget-view+json" in data);
    assert.equal(views.length, 5);
    const pictures = outputs.filter(({ data }) => data && ("image/png" in data || "image/svg+xml" in data));
    assert.ok(pictures.length >= 4, "a page without scripts sees a picture of each view");
    assert.ok("widgets" in notebook.metadata, "the widgets' state is saved into the notebook");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
