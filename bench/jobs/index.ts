// Every benchmark by name, in the order of the results.
import type { Result } from "../measure.js";
import type { Peer } from "../peer/peer.js";
import { encoding, encodingGrowth, searchGrowth } from "./encoding.js";
import { evaluation } from "./evaluation.js";
import { loading } from "./loading.js";
import { trainingGrowth, trainingStep, wasmTraining } from "./training.js";

export const jobs: Record<string, (peer: Peer | undefined) => Promise<Result>> = {
  training: trainingStep,
  encoding,
  evaluation,
  loading,
  wasm: wasmTraining,
  "training-growth": trainingGrowth,
  "encoding-growth": encodingGrowth,
  "search-growth": searchGrowth,
};
