// The kernel through nbclient, nbconvert and jupyter console.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { writeNotebook } from "../../support/notebookFile.js";
import { noJupyter, python, root, run } from "../../support/venv.js";

interface Notebook {
  cells: { outputs: { output_type: string; text?: string[]; data?: Record<string, string[]> }[] }[];
}

describe("from the command line", { skip: noJupyter }, () => {
  const folder = mkdtempSync(join(tmpdir(), "notebooks-"));
  writeNotebook(join(folder, "run.ipynb"), [
    "const n = 6;\nconsole.log('printed')",
    "n * 7",
    "await Promise.resolve(n)",
  ]);
  writeNotebook(join(folder, "fails.ipynb"), ["throw new Error('wanted')", "1"]);
  after(() => rmSync(folder, { recursive: true, force: true }));
  const jupyter = (program: string, ...args: string[]) =>
    run(`${root}.venv/bin/jupyter-${program}`, args, { cwd: folder });

  test("nbclient runs a notebook and stores the outputs of its cells", async () => {
    const { code, stderr } = await jupyter("execute", "--inplace", "run.ipynb");
    assert.equal(code, 0, stderr);
    const { cells } = JSON.parse(readFileSync(join(folder, "run.ipynb"), "utf8")) as Notebook;
    const [first, second, third] = cells.map(({ outputs }) => outputs[0]);
    assert.deepEqual(first?.text, ["printed\n"]);
    assert.deepEqual(second?.data?.["text/plain"], ["42"]);
    assert.equal(third?.output_type, "execute_result");
  });

  test("nbclient stops at a cell that fails", async () => {
    const { code, stderr } = await jupyter("execute", "fails.ipynb");
    assert.notEqual(code, 0);
    assert.match(stderr, /Error: wanted/);
  });

  test("nbconvert runs a notebook into a page, and exports its code as a .ts file", async () => {
    const page = await jupyter("nbconvert", "--execute", "--to", "html", "--stdout", "run.ipynb");
    assert.equal(page.code, 0, page.stderr);
    assert.match(page.stdout, /<pre>42<\/pre>/);
    const script = await jupyter("nbconvert", "--to", "script", "run.ipynb");
    assert.equal(script.code, 0, script.stderr);
    assert.match(readFileSync(join(folder, "run.ts"), "utf8"), /n \* 7/);
  });

  test("pipes that the kernel shares with the program that starts it stay blocking, so that no output is cut", async () => {
    const script = `
import fcntl, os
from jupyter_client import KernelManager
reader, writer = os.pipe()
blocking = lambda: not fcntl.fcntl(writer, fcntl.F_GETFL) & os.O_NONBLOCK
manager = KernelManager(kernel_name="typescript-lab")
manager.start_kernel(stdout=writer, stderr=writer)
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout=60)
client.execute_interactive("console.log(1); console.error(2)", timeout=60, output_hook=lambda message: None)
while_running = blocking()
manager.shutdown_kernel(now=True)
print(while_running, blocking())
`;
    const { code, stdout, stderr } = await run(python, ["-c", script], { cwd: folder });
    assert.equal(code, 0, stderr);
    assert.equal(stdout.trim(), "True True");
  });

  test("jupyter console runs lines, shows values and type errors", async () => {
    const program = `${root}.venv/bin/jupyter-console`;
    const child = spawn(program, ["--kernel", "typescript-lab", "--simple-prompt", "--no-confirm-exit"], {
      cwd: folder,
    });
    let text = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk) => {
        text += chunk;
      });
    child.stdin.end("const five: number = 5;\nfive * 2\nconst wrong: string = five\nexit\n");
    await new Promise((resolve) => child.once("exit", resolve));
    assert.match(text, /\b10\b/);
    assert.match(text, /TS2322: Type 'number' is not assignable/);
  });
});
