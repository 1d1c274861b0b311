// Every benchmark by name, in the order of the results.

import type { Baseline, BaselineName } from "../baseline/baseline.js";
import type { Result } from "../measure.js";
import { clip } from "./clip.js";
import { encoding, encodingGrowth, lightEncoding, searchGrowth } from "./encoding.js";
import { evaluation } from "./evaluation.js";
import { galrEncoding, galrEvaluation, galrTraining } from "./galr.js";
import { loading } from "./loading.js";
import { localization } from "./localization.js";
import { reranking } from "./reranking.js";
import { similarityMatrix } from "./textSimilarity.js";
import { trainingGrowth, trainingStep, wasmTraining } from "./training.js";

interface Job {
  /** The baseline. Ours is measured alone when it is not installed. */
  readonly against?: BaselineName;
  readonly run: (baseline: Baseline | undefined) => Promise<Result>;
}

export const jobs: Record<string, Job> = {
  training: { run: trainingStep, against: "pytorch" },
  encoding: { run: encoding, against: "pytorch" },
  "light-encoding": { run: lightEncoding },
  rerank: { run: reranking },
  clip: { run: clip, against: "openClip" },
  evaluation: { run: evaluation, against: "pytorch" },
  "galr-training": { run: galrTraining, against: "pytorch" },
  "galr-encoding": { run: galrEncoding, against: "pytorch" },
  "galr-evaluation": { run: galrEvaluation, against: "pytorch" },
  loading: { run: loading, against: "pytorch" },
  localization: { run: localization, against: "pytorch" },
  "text-similarity": { run: similarityMatrix, against: "nltk" },
  wasm: { run: wasmTraining },
  "training-growth": { run: trainingGrowth, against: "pytorch" },
  "encoding-growth": { run: encodingGrowth, against: "pytorch" },
  "search-growth": { run: searchGrowth },
};
