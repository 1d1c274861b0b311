// The loader with training transforms, images from files, against PIL and torchvision's arithmetic. Both are measured
// once they run, as training does epoch after epoch; how long the loader takes to start is told beside it.
import { availableParallelism } from "node:os";
import { BatchLoader, type BatchOptions } from "../../src/lib/training/loading/batches.js";
import { inTurns, type Result, timed } from "../measure.js";
import type { Peer } from "../peer/peer.js";
import { scenes } from "../scenes.js";

const options = { size: 256, batchSize: 16, seed: 1, pairs: "images", augmentation: "released" } as const;

export async function loading(peer: Peer | undefined): Promise<Result> {
  const dataset = await scenes("train");
  const records = dataset.records.slice(0, 256);
  const parameters = { paths: records.map(({ path }) => path) };
  const measured = async (changed: Partial<BatchOptions>) => {
    const loader = new BatchLoader(records, { ...options, ...changed });
    let starting: number | undefined;
    let number = 0;
    const epoch = async () => {
      const started = performance.now();
      for await (const _batch of loader.epoch(++number)) starting ??= performance.now() - started;
    };
    // The first run starts the threads and does not count.
    const turns = await inTurns(() => timed(epoch), { peer, job: "loading", parameters, runs: 5 });
    await loader.close();
    return { turns, starting: starting! };
  };
  const decoding = await measured({ cacheBytes: 0 });
  const kept = await measured({});
  const rate = (seconds: number) => Math.round(records.length / seconds);
  const rates = ({ ours, peer }: typeof decoding.turns) =>
    `ours ${rate(ours)} images/s on ${availableParallelism()} cores${peer ? `, peer ${rate(peer)} on one` : ""}`;
  return {
    title: "Loading",
    rows: [
      {
        work: "256 images with the training transforms",
        target: "≤ 1.0",
        ...decoding.turns,
        note: `${rates(decoding.turns)}; first batch after ${decoding.starting.toFixed(0)} ms, threads' start included`,
      },
      {
        work: "256 images in later epochs, decoded ones kept in memory",
        ...kept.turns,
        note: `${rates(kept.turns)}, where it decodes them again`,
      },
    ],
  };
}
