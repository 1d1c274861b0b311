// Installing the kernel into a Jupyter: the folder, its files, a start from there, and uninstalling.
import assert from "node:assert/strict";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import sharp from "sharp";
import { KernelClient, notBuilt, resultOf, shown } from "../../support/kernelClient.js";
import { noJupyter, root, run } from "../../support/venv.js";

interface Kernelspec {
  argv: string[];
  display_name: string;
  language: string;
}

describe("amfmn kernel", { skip: notBuilt }, () => {
  const home = mkdtempSync(join(tmpdir(), "a folder with spaces "));
  after(() => rmSync(home, { recursive: true, force: true }));
  const env = { ...process.env, HOME: home, JUPYTER_DATA_DIR: "", XDG_DATA_HOME: "" };
  const kernel = (program: string, ...args: string[]) =>
    run(process.execPath, [join(program, "dist/cli/main.js"), "kernel", ...args], { env });
  const specOf = (folder: string) =>
    JSON.parse(readFileSync(join(folder, "kernel.json"), "utf8")) as Kernelspec;

  test("install makes a kernelspec with logos for the user, and uninstall removes it", async () => {
    const folder = join(home, ".local/share/jupyter/kernels/typescript-lab");
    const { code, stdout } = await kernel(root, "install", "--user");
    assert.deepEqual([code, stdout.trim()], [0, `Installed ${folder}`]);
    assert.deepEqual(readdirSync(folder).sort(), [
      "kernel.json",
      "logo-32x32.png",
      "logo-64x64.png",
      "logo-svg.svg",
    ]);
    const { width, height } = await sharp(join(folder, "logo-64x64.png")).metadata();
    assert.deepEqual([width, height], [64, 64]);
    assert.equal(specOf(folder).language, "typescript");
    assert.equal((await kernel(root, "uninstall", "--user")).code, 0);
    assert.equal(existsSync(folder), false);
    assert.equal((await kernel(root, "uninstall")).code, 0, "uninstalling twice is no error");
  });

  test("install --prefix works with spaces in both paths", async () => {
    const program = join(home, "the program");
    mkdirSync(program);
    cpSync(join(root, "dist"), join(program, "dist"), { recursive: true });
    cpSync(join(root, "package.json"), join(program, "package.json"));
    const modules = join(program, "node_modules");
    mkdirSync(modules);
    for (const name of readdirSync(join(root, "node_modules")))
      if (name !== "typescript-lab") symlinkSync(join(root, "node_modules", name), join(modules, name));
    for (const name of ["dist", "package.json"])
      cpSync(join(root, "src/kernel", name), join(modules, "typescript-lab", name), { recursive: true });
    const prefix = join(home, "an environment");
    assert.equal((await kernel(program, "install", "--prefix", prefix)).code, 0);
    const { argv } = specOf(join(prefix, "share/jupyter/kernels/typescript-lab"));
    assert.ok(argv.some((part) => part.startsWith(program)));
    const notebooks = join(home, "my notebooks");
    mkdirSync(notebooks);
    const client = await KernelClient.start({ argv, folder: notebooks });
    assert.equal(await resultOf(client, "import { sep } from 'node:path'; const s: string = sep; s"), "'/'");
    assert.match(String((await client.execute("const n: number = s")).reply.evalue), /^TS2322/);
    await client.close();
    assert.equal((await kernel(program, "uninstall", "--prefix", prefix)).code, 0);
    assert.deepEqual(readdirSync(join(prefix, "share/jupyter/kernels")), []);
  });

  test("install --sys-prefix uses the environment of python3, and Jupyter lists the kernel", {
    skip: noJupyter,
  }, async () => {
    const where = await run(`${root}.venv/bin/python`, ["-c", "import sys; print(sys.prefix)"]);
    const path = { ...env, PATH: `${root}.venv/bin:${process.env.PATH}` };
    const installed = await run(
      process.execPath,
      [join(root, "dist/cli/main.js"), "kernel", "install", "--sys-prefix", "--json"],
      { env: path },
    );
    const { folder } = JSON.parse(installed.stdout) as { folder: string };
    assert.equal(folder, join(where.stdout.trim(), "share/jupyter/kernels/typescript-lab"));
    const listed = await run(`${root}.venv/bin/jupyter`, ["kernelspec", "list", "--json"]);
    assert.ok("typescript-lab" in (JSON.parse(listed.stdout) as { kernelspecs: object }).kernelspecs);
  });

  test("install --as-tslab opens notebooks of tslab, and leaves tslab itself alone", async () => {
    const prefix = join(home, "as tslab");
    const kernels = join(prefix, "share/jupyter/kernels");
    const install = (...args: string[]) => kernel(root, "install", "--prefix", prefix, ...args);
    assert.equal((await install("--as-tslab")).code, 0);
    assert.deepEqual(readdirSync(kernels).sort(), ["jslab", "tslab", "typescript-lab"]);
    const loose = "let nothing: string = null; nothing";
    const untyped = "let x = {}; x.a = 1; x.a";
    for (const [name, language, code] of [
      ["tslab", "typescript", loose],
      ["jslab", "javascript", untyped],
    ] as const) {
      const spec = specOf(join(kernels, name)) as Kernelspec & { env: NodeJS.ProcessEnv };
      assert.equal(spec.language, language);
      const client = await KernelClient.start({ argv: spec.argv, env: spec.env });
      try {
        assert.equal((await client.execute(code)).reply.status, "ok");
        const { published } = await client.execute("require('tslab').display.html('<b>1</b>')");
        assert.deepEqual(shown(published, "display_data"), { "text/html": "<b>1</b>" });
      } finally {
        await client.close();
      }
    }
    assert.equal((await install("--as-tslab")).code, 0, "ours is replaced");
    assert.equal((await kernel(root, "uninstall", "--prefix", prefix)).code, 0);
    assert.deepEqual(readdirSync(kernels), []);

    const foreign = join(kernels, "jslab", "kernel.json");
    mkdirSync(join(kernels, "jslab"));
    writeFileSync(foreign, '{ "argv": ["tslab", "kernel"] }');
    const refused = await install("--as-tslab");
    assert.equal(refused.code, 2);
    assert.match(
      refused.stderr,
      /jslab: expected no kernel named jslab, found one .*; replace it by --force/,
    );
    assert.deepEqual(readdirSync(kernels), ["jslab"], "nothing is installed");
    assert.equal((await kernel(root, "uninstall", "--prefix", prefix)).code, 0);
    assert.match(readFileSync(foreign, "utf8"), /"tslab", "kernel"/);
    assert.equal((await install("--as-tslab", "--force")).code, 0);
    assert.equal(specOf(join(kernels, "jslab")).display_name, "JavaScript (as jslab)");
  });

  test("install --papermill adds the Python package offline, and names the remedy without pip", {
    skip: noJupyter,
  }, async () => {
    const prefix = join(home, "python");
    const made = await run(`${root}.venv/bin/python`, ["-m", "venv", prefix]);
    assert.equal(made.code, 0, made.stderr);
    const { code, stderr } = await kernel(root, "install", "--prefix", prefix, "--papermill");
    assert.equal(code, 0, stderr);
    const listed = await run(join(prefix, "bin/pip"), [
      "list",
      "--format=freeze",
      "--disable-pip-version-check",
    ]);
    assert.match(listed.stdout, /^typescript-lab-papermill==/m);
    const without = await kernel(root, "install", "--prefix", join(home, "no python"), "--papermill");
    assert.equal(without.code, 2);
    assert.match(
      without.stderr,
      /^--papermill: expected a Python with pip at .*, found ENOENT; install .*papermill/,
    );
  });

  test("refuses two places and unknown actions with one sentence", async () => {
    for (const args of [["install", "--user", "--sys-prefix"], ["remove"], []]) {
      const { code, stderr } = await kernel(root, ...args);
      assert.equal(code, 2);
      assert.equal(stderr.trim().split("\n").length, 1);
    }
  });
});
