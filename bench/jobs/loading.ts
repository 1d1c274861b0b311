// The loader with training transforms, images from files, against PIL and torchvision's arithmetic.
import { availableParallelism } from "node:os";
import { BatchLoader } from "../../src/lib/training/loading/batches.js";
import { inTurns, type Result, timed } from "../measure.js";
import type { Peer } from "../peer/peer.js";
import { scenes } from "../scenes.js";

export async function loading(peer: Peer | undefined): Promise<Result> {
  const dataset = await scenes("train");
  const records = dataset.records.slice(0, 256);
  const options = { size: 256, batchSize: 16, seed: 1, pairs: "images", augmentation: "released" } as const;
  const epoch = async (loader: BatchLoader) => {
    for await (const _batch of loader.epoch(1));
    await loader.close();
  };
  const parameters = { paths: records.map(({ path }) => path) };
  // A new loader each time, so that every image is read and decoded.
  const turns = await inTurns(() => timed(() => epoch(new BatchLoader(records, options))), {
    peer,
    job: "loading",
    parameters,
    runs: 5,
  });
  const rate = (seconds: number) => Math.round(records.length / seconds);
  const peerRate = turns.peer ? `, peer ${rate(turns.peer)} (one process)` : "";
  const note = `ours ${rate(turns.ours)} images/s on ${availableParallelism()} cores${peerRate}`;
  return {
    title: "Loading",
    rows: [{ work: "256 images with the training transforms", target: "≤ 1.0", ...turns, note }],
  };
}
