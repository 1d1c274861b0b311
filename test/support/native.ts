// Availability of the native engine.
import { listEngines } from "../../src/lib/index.js";

const native = (await listEngines()).find(({ name }) => name === "tensorflow")!;

/** Reason to skip tests of native TensorFlow, or false. */
export const noNative = native.available ? false : native.reason;
