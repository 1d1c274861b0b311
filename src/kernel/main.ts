// The kernel's process, as the kernelspec starts it: `node main.js CONNECTION_FILE`. Starts the protocol thread and
// then loads the rest, while front ends already connect.
import { basename, dirname, join, resolve } from "node:path";
import { Worker } from "node:worker_threads";
import { readConnection } from "./protocol/connection.js";

const file = process.argv[2];
if (!file) {
  process.stderr.write(
    "usage: main.js CONNECTION_FILE (Jupyter gives it; install the kernel with amfmn kernel install)\n",
  );
  process.exit(2);
}
const pulse = new Int32Array(new SharedArrayBuffer(4));
const workerData = { connection: readConnection(file), pulse };
const worker = new Worker(new URL("./protocol/thread.js", import.meta.url), { workerData, execArgv: [] });
worker.on("error", (error) => {
  process.stderr.write(`The protocol thread failed: ${error.stack}\n`);
  process.exit(1);
});
const { Kernel } = await import("./kernel.js");
new Kernel(worker, pulse, notebookPath());

/** Where the notebook lies; Jupyter starts a kernel in its folder and (Jupyter Server) tells its path. */
function notebookPath(): string {
  const session = process.env.JPY_SESSION_NAME;
  const name = session ? basename(session) : "notebook.ipynb";
  return join(session && resolve(session) === session ? dirname(session) : process.cwd(), name);
}
