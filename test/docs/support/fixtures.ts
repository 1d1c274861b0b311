// The names and files that documentation examples may use: a small data set, a trained model, and results of both.
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { playKernel } from "../../support/kernelHost.js";
import { root } from "../../support/venv.js";

/** Declarations of the names in scope, for the type checker. */
export const fixtureDeclarations = `import type { buildIndex, evaluate, loadDataset, shippedModel, Vocabulary } from "amfmn-lab";
declare global {
  const dataset: Awaited<ReturnType<typeof loadDataset>>;
  const model: Awaited<ReturnType<typeof shippedModel>>;
  const vocabulary: Vocabulary;
  const index: Awaited<ReturnType<typeof buildIndex>>;
  const evaluation: Awaited<ReturnType<typeof evaluate>>;
  const paths: string[];
}
`;

type Lab = typeof import("../../../src/lib/index.js");

/** Files and values that examples share. */
export class Fixtures {
  private constructor(
    private readonly lab: Lab,
    private readonly files: string,
  ) {}

  /**
   * Draws the files: `RSITMD/`, `harbour.tif`, `port_1.png` and `runs/best.safetensors`.
   * @param lab the built library, which the examples import too
   */
  static async make(lab: Lab): Promise<Fixtures> {
    const files = join(mkdtempSync(join(tmpdir(), "examples-")), "files");
    const data = join(files, "RSITMD");
    await lab.synthesize({ out: data, images: 24, seed: 3, fractions: { train: 0.5, val: 0.25 } });
    const { records } = await lab.loadDataset(data);
    await sharp(records[0]!.path).png().toFile(join(files, "port_1.png"));
    const tiles = records.slice(0, 4).map(({ path }, i) => ({
      input: path,
      left: 256 * (i % 2),
      top: 256 * Math.floor(i / 2),
    }));
    await sharp({ create: { width: 512, height: 512, channels: 3, background: "gray" } })
      .composite(tiles)
      .tiff()
      .toFile(join(files, "harbour.tif"));
    mkdirSync(join(files, "runs"));
    cpSync(join(root, "models", "scenes.safetensors"), join(files, "runs", "best.safetensors"));
    return new Fixtures(lab, files);
  }

  /** Enters a new folder with the files, and puts the values that an example uses into the global scope. */
  async enter(names: ReadonlySet<string>): Promise<void> {
    const folder = mkdtempSync(join(this.files, "..", "example-"));
    cpSync(this.files, folder, { recursive: true });
    process.chdir(folder);
    playKernel();
    const dataset = await this.lab.loadDataset("RSITMD");
    const paths = dataset.records.slice(0, 4).map(({ path }) => path);
    Object.assign(globalThis, { display, dataset, paths });
    if (!["model", "vocabulary", "index", "evaluation"].some((name) => names.has(name))) return;
    const model = await this.lab.shippedModel();
    Object.assign(globalThis, {
      model,
      vocabulary: model.tokenizer,
      index: names.has("index") && (await this.lab.buildIndex(model, paths)),
      evaluation: names.has("evaluation") && (await this.lab.evaluate(model, dataset, { split: "test" })),
    });
  }

  /** Removes the files and the folders of the examples. */
  remove(): void {
    rmSync(join(this.files, ".."), { recursive: true });
  }
}

/** Shows a value as the kernel does, without a page. */
async function display(value: object): Promise<{ update(): Promise<void> }> {
  const show = (value as { [key: symbol]: (() => unknown) | undefined })[Symbol.for("Jupyter.display")];
  await show?.call(value);
  return { update: async () => {} };
}
