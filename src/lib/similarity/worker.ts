// Program of a thread that computes rows of a similarity matrix.
import { workerData } from "node:worker_threads";
import { type SimilarityJob, workOn } from "./job.js";

workOn(workerData as SimilarityJob);
