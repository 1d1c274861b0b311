// The package typescript-lab as a user gets it: packed, installed by npm into an empty folder, added to a Jupyter.
import assert from "node:assert/strict";
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { filesOf } from "../../support/files.js";
import { KernelClient, notBuilt, ourKernel, printed, resultOf, shown } from "../../support/kernelClient.js";
import { kernelMain, root, run } from "../../support/venv.js";

const home = mkdtempSync(join(tmpdir(), "typescript-lab-package-"));
const project = join(home, "project");
/** Environment without the settings that npm passes to its scripts. */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
const offline = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED/;

/** Packs and installs the package. Returns the reason to skip the tests, or false. */
async function install(): Promise<string | false> {
  if (notBuilt) return notBuilt;
  const packed = await run("npm", ["pack", "--json", "--pack-destination", home, join(root, "src/kernel")], {
    env,
  });
  assert.equal(packed.code, 0, packed.stderr);
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), '{ "name": "stranger", "private": true }\n');
  const [{ filename }] = JSON.parse(packed.stdout) as [{ filename: string }];
  const options = [
    "--prefer-offline",
    "--fetch-retries=1",
    "--fetch-retry-mintimeout=1000",
    "--no-audit",
    "--no-fund",
  ];
  const args = ["install", ...options, join(home, filename)];
  const { code, stderr } = await run("npm", args, { cwd: project, env, timeout: 300_000 });
  if (code !== 0 && offline.test(stderr)) return "npm cannot reach its registry";
  assert.equal(code, 0, stderr);
  return false;
}

after(() => rmSync(home, { recursive: true, force: true }));

describe("the package typescript-lab", { skip: await install() }, () => {
  const command = (...args: string[]) =>
    run(join(project, "node_modules/.bin/typescript-lab"), args, { cwd: home, env });

  test("takes less than 90 MB on disk with all dependencies", () => {
    const files = new Map(filesOf(project).map((file) => [lstatSync(file).ino, lstatSync(file)]));
    const bytes = [...files.values()].reduce((sum, { blocks }) => sum + 512 * blocks, 0);
    assert.ok(bytes < 90e6, `${(bytes / 1e6).toFixed(1)} MB`);
    assert.ok(bytes > 50e6, "the native parts are there");
  });

  test("depends neither on amfmn-lab nor on packages that only amfmn-lab needs", () => {
    for (const name of ["amfmn-lab", "sharp", "@tensorflow"])
      assert.ok(!existsSync(join(project, "node_modules", name)), name);
  });

  test("adds a kernel to a Jupyter in which a class is a typed widget that changes both ways", async () => {
    const prefix = join(home, "environment");
    const installed = await command("install", "--prefix", prefix);
    assert.deepEqual([installed.code, installed.stderr], [0, ""]);
    const spec = join(prefix, "share/jupyter/kernels/typescript-lab/kernel.json");
    const { argv } = JSON.parse(readFileSync(spec, "utf8")) as { argv: string[] };
    const notebooks = join(home, "notebooks");
    mkdirSync(notebooks);
    const client = await KernelClient.start({
      argv,
      folder: notebooks,
      env: { TYPESCRIPT_LAB_PACKAGES: "" },
    });
    try {
      const defined = await client.execute(`
        import { AnyWidget } from "typescript-lab/widget";
        class Counter extends AnyWidget {
          static esm = "export default { render({ model, el }) { el.textContent = model.get('count') } }";
          count = 1;
        }
        const counter = new Counter();
        counter.observe("count", ({ old, new: count }) => console.log(old + " to " + count));
        counter`);
      assert.equal(defined.reply.status, "ok", String(defined.reply.evalue));
      const view = "application/vnd.jupyter.widget-view+json";
      const { model_id } = shown(defined.published)![view] as unknown as { model_id: string };
      const opened = defined.published.find(({ header }) => header.msg_type === "comm_open")!;
      const { comm_id, data } = opened.content as { comm_id: string; data: { state: { count: number } } };
      assert.deepEqual([comm_id, data.state.count], [model_id, 1]);

      const update = { method: "update", state: { count: 5 }, buffer_paths: [] };
      const fromPage = await client.send("comm_msg", { comm_id, data: update });
      await client.until(() => client.isIdleAfter(fromPage));
      assert.equal(await resultOf(client, "counter.count"), "5");
      await client.until(() => printed(client.published).includes("1 to 5"));

      const fromCell = await client.execute("counter.count += 1");
      const sent = () =>
        client.of(fromCell.id).filter(({ header, content }) => {
          return header.msg_type === "comm_msg" && content.comm_id === comm_id;
        });
      await client.until(() => sent().length > 0);
      assert.deepEqual(sent()[0]!.content.data, { ...update, state: { count: 6 } });

      const wrong = await client.execute('counter.count = "six"');
      assert.match(String(wrong.reply.evalue), /^TS2322: Type 'string' is not assignable to type 'number'/);
      const absent = await client.execute('import "amfmn-lab"');
      assert.equal(absent.reply.status, "error");
    } finally {
      await client.close();
    }
    assert.equal((await command("uninstall", "--prefix", prefix)).code, 0);
    assert.ok(!existsSync(spec));
  });

  test("runs the cells of its README", async () => {
    const folder = join(home, "readme");
    mkdirSync(folder);
    writeFileSync(join(folder, "cities.json"), '[{ "name": "Ulm", "people": 128928 }]');
    const installed = join(project, "node_modules/typescript-lab");
    const readme = readFileSync(join(installed, "README.md"), "utf8");
    const cells = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code!);
    assert.equal(cells.length, 3);
    const argv = ourKernel.map((part) => (part === kernelMain ? join(installed, "dist/main.js") : part));
    const client = await KernelClient.start({ argv, folder, env: { TYPESCRIPT_LAB_PACKAGES: "" } });
    try {
      const values: (string | undefined)[] = [];
      for (const cell of cells) values.push(await resultOf(client, cell));
      assert.deepEqual(values.slice(0, 2), ["128928", "Counter({ count: 1 })"]);
      assert.deepEqual(shown(client.published, "display_data"), { "text/html": "<b>bold</b>" });
    } finally {
      await client.close();
    }
  });

  test("reports bad input with one sentence and exit status 2", async () => {
    writeFileSync(join(home, "file"), "");
    for (const args of [
      ["remove"],
      ["install", "twice", "install"],
      ["install", "--user", "--sys-prefix"],
      ["install", "--prefix"],
      ["install", "--unknown"],
      ["install", "--prefix", join(home, "file")],
    ]) {
      const { code, stdout, stderr } = await command(...args);
      assert.deepEqual([code, stdout, stderr.trim().split("\n").length], [2, "", 1], args.join(" "));
      assert.match(stderr, /expected|argument|Unknown option/);
    }
  });
});

test("the package amfmn-lab contains no source of the kernel", { skip: notBuilt }, async () => {
  const { stdout } = await run("npm", ["pack", "--dry-run", "--json", root], { env });
  const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
  assert.ok(files.some(({ path }) => path === "dist/cli/main.js"));
  assert.deepEqual(
    files.filter(({ path }) => /^src\/|kernel\//.test(path)),
    [],
  );
});
