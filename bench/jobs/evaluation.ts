// Evaluation at the size of RSITMD's test set, 452 images and 2,260 captions. The released procedure encodes both
// sides of every block of 128 × 128 again, so one of its blocks is timed and multiplied by their number.
import { evaluate, ready } from "../../src/lib/index.js";
import { inTurns, type Result, timed } from "../measure.js";
import type { Peer } from "../peer/peer.js";
import { scenes, sentences, subject, testImages } from "../scenes.js";

const block = 128;

export async function evaluation(peer: Peer | undefined): Promise<Result> {
  await ready({ engine: "tensorflow" });
  const dataset = await scenes("test");
  const { model, vocabulary } = subject(dataset, "released/similarity");
  const captions = dataset.records.flatMap(({ captions }) => captions).length;
  // In blocks of 128, the last one in each direction counted by its part.
  const blocks = (testImages / block) * (captions / block);
  const parameters = { words: vocabulary.size, sentences: sentences(dataset, vocabulary, block), size: 256 };
  const turns = await inTurns(() => timed(() => evaluate(model, dataset)), {
    peer,
    job: "evaluation_block",
    parameters,
    runs: 2,
  });
  const row = {
    ...turns,
    work: `evaluation, ${testImages} images × ${captions} captions`,
    peer: turns.peer && turns.peer * blocks,
    processor: turns.processor && turns.processor / blocks,
    target: "≤ 1/15",
    note: `peer: one block of 128 × 128, times ${blocks.toFixed(0)}`,
  };
  return { title: "Evaluation", rows: [row] };
}
