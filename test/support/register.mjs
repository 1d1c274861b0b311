// Runs the TypeScript sources in test processes: `node --import ./test/support/register.mjs`.
import { register } from "node:module";

process.setSourceMapsEnabled(true);
register("./transpile.mjs", import.meta.url);

// Threads of TensorFlow and PyTorch wait in busy loops, which cost more than they save on small tensors.
for (const name of ["OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"])
  process.env[name] ??= "1";

// Values are printed without colors, unless a test is about them.
process.env.NO_COLOR ??= "1";
