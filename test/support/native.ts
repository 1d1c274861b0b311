// The native engine, and what tests that need it are skipped with where it is not set up.
import { listEngines } from "../../src/lib/index.js";

const native = (await listEngines()).find(({ name }) => name === "tensorflow")!;

/** Why tests of native TensorFlow cannot run here, or false when they can. */
export const noNative = native.available ? false : native.reason;
