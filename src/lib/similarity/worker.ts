// A thread that helps with a similarity matrix until no row is left.
import { workerData } from "node:worker_threads";
import { type SimilarityJob, workOn } from "./job.js";

workOn(workerData as SimilarityJob);
