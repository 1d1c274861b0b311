// The package amfmn-lab in the kernel of tslab itself: packed, unpacked beside a notebook, and imported by its cells.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { KernelClient, notBuilt, printed } from "../../support/kernelClient.js";
import { root, run } from "../../support/venv.js";

const home = mkdtempSync(join(tmpdir(), "stock-tslab-"));
/** Command of tslab's kernel. */
const argv = [
  process.execPath,
  join(root, "node_modules/tslab/bin/tslab"),
  "kernel",
  "--config-path",
  "{connection_file}",
];

/** Unpacks the package into the folder's node_modules, with links to the packages that it needs. */
async function unpack(): Promise<void> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  const packed = await run("npm", ["pack", "--json", "--pack-destination", home, root], { env });
  assert.equal(packed.code, 0, packed.stderr);
  const [{ filename }] = JSON.parse(packed.stdout) as [{ filename: string }];
  const modules = join(home, "node_modules");
  mkdirSync(join(modules, "amfmn-lab"), { recursive: true });
  const args = ["-xzf", join(home, filename), "-C", join(modules, "amfmn-lab"), "--strip-components=1"];
  assert.equal((await run("tar", args)).code, 0);
  for (const name of readdirSync(join(root, "node_modules")))
    if (name !== "amfmn-lab" && !name.startsWith("."))
      symlinkSync(join(root, "node_modules", name), join(modules, name));
}

describe("amfmn-lab in tslab's own kernel", { skip: notBuilt }, () => {
  let kernel: KernelClient;
  before(async () => {
    await unpack();
    kernel = await KernelClient.start({ argv, folder: home });
  });
  after(async () => {
    await kernel?.close();
    rmSync(home, { recursive: true, force: true });
  });

  /** Runs a cell. Returns its text, in which tslab shows the value, too, and its displays. */
  const runCell = async (code: string) => {
    const { reply, published } = await kernel.execute(code);
    const text = printed(published);
    assert.equal(reply.status, "ok", `${code}\n${text}`);
    return {
      text,
      data: published.flatMap(({ content }) =>
        content.data ? [content.data as Record<string, string>] : [],
      ),
    };
  };

  test("is imported with its types and its entries", async () => {
    await runCell(`
      import * as tslab from "tslab";
      import * as lab from "amfmn-lab";
      import { tokenize } from "amfmn-lab/text";
      import { datasetStatistics, sixBarsPng, sixBarsSvg } from "amfmn-lab/reports";
      import { figures, table } from "amfmn-lab/course";
      import { Figure } from "amfmn-lab/widgets";
      import { SimilarityHeatmap } from "amfmn-lab/views";`);
    const { text } = await runCell(
      "[tslab.versions.tslab, tokenize('Two boats.').length, typeof Figure, typeof SimilarityHeatmap]",
    );
    assert.match(text, /'1\.0\.22', 2, 'function', 'function'/);
  });

  test("draws, computes and shows pictures and HTML by tslab.display", async () => {
    await runCell(
      "await lab.ready();\nconst dataset = await lab.synthesize({ out: 'scenes', images: 12, seed: 1 });",
    );
    const { data: pictures } = await runCell(`
      const statistics = await datasetStatistics([dataset]);
      tslab.display.svg(sixBarsSvg(statistics));
      tslab.display.png(await sixBarsPng(statistics));`);
    assert.match(pictures[0]!["image/svg+xml"]!, /^<svg /);
    assert.match(pictures[1]!["image/png"]!, /^iVBORw0KGgo/);
    const { data: markup } = await runCell(`
      const htmlOf = async (shown: any) => (await shown[Symbol.for("Jupyter.display")]())["text/html"];
      tslab.display.html(await htmlOf(table([{ name: "m1", mR: 12.345 }])));
      tslab.display.html(await htmlOf(await figures(dataset.records.slice(0, 2))));`);
    assert.match(markup[0]!["text/html"]!, /<td style="text-align:right">12\.35<\/td>/);
    assert.match(markup[1]!["text/html"]!, /<img src="data:image\/jpeg;base64,/);
  });

  test("scores images and texts with the model that is shipped", async () => {
    const { text } = await runCell(`
      const model = await lab.shippedModel();
      const [scores] = await lab.score(model, [dataset.records[0].path], ["boats in a port", "a green field"]);
      scores.every(Number.isFinite) && scores.length`);
    assert.match(text, /2/);
  });

  test("stops at a type error", async () => {
    const wrong = await kernel.execute("const n: string = tokenize('a b');");
    assert.equal(wrong.reply.status, "error");
    assert.match(JSON.stringify(wrong.published), /Type 'string\[\]' is not assignable to type 'string'/);
  });
});
