// Main module of the kernel's process. The kernelspec starts it by `node main.js CONNECTION_FILE`. The protocol thread
// answers the front end while the main thread loads the rest of the kernel.
import { basename, dirname, resolve } from "node:path";
import { Worker } from "node:worker_threads";
import { OutputPipes } from "./processes/outputPipes.js";
import { Signals } from "./processes/signals.js";
import { Backlog } from "./protocol/backlog.js";
import { BlockingAnswer } from "./protocol/blockingAnswer.js";
import { type Connection, ConnectionError, readConnection } from "./protocol/connection.js";
import { log, logTo } from "./protocol/log.js";
import type { ToMain, ToProtocol } from "./protocol/messages.js";
import { Pulse } from "./protocol/pulse.js";
import type { KernelSession } from "./requests/session.js";

const connectionFile = process.argv[2];
if (!connectionFile) {
  process.stderr.write(
    "typescript-lab: expected the path of a connection file, found no argument; let Jupyter start the kernel.\n",
  );
  process.exit(2);
}

const connection = connectionIn(connectionFile);
const pulse = new Pulse();
const printed = new Backlog();
const pipes = OutputPipes.open();
if (pipes) logTo(pipes.formerError);
const signals = new Signals();
const answer = new BlockingAnswer();
const thread = new Worker(new URL("./protocol/thread.js", import.meta.url), {
  workerData: {
    connection,
    beats: pulse.memory,
    printed: printed.memory,
    pipes: pipes && { readers: pipes.readers, log: pipes.formerError },
    memory: signals.memory,
    answers: answer.forThread,
  },
  transferList: [answer.forThread.port],
  // Messages are soon garbage. V8 would let its heap for young objects grow to 48 MB.
  resourceLimits: { maxYoungGenerationSizeMb: 6 },
});
const post = (message: ToProtocol) => {
  if (message.kind === "text") printed.add(message.text);
  thread.postMessage(message);
};

async function startSession(): Promise<KernelSession> {
  const { KernelSession } = await import("./requests/session.js");
  // Jupyter Server passes the notebook's path in JPY_SESSION_NAME. Other programs start the kernel in its folder.
  const notebook = resolve(
    process.env.JPY_SESSION_NAME ? basename(process.env.JPY_SESSION_NAME) : "notebook.ipynb",
  );
  const session = new KernelSession({
    folder: dirname(notebook),
    notebook,
    check: process.env.TYPESCRIPT_LAB_CHECK !== "off",
    send: post,
    pulse,
    pipes,
    signals,
    answer,
  });
  process.on("uncaughtException", (error) => session.uncaught(error));
  process.on("unhandledRejection", (reason, promise) => session.rejected(reason, promise));
  process.on("rejectionHandled", (promise) => session.handled(promise));
  process.on("SIGINT", () => session.handle({ kind: "interrupt", at: Date.now() }));
  process.exit = (status) => exit(session, status);
  post({ kind: "ready" });
  return session;
}
const starting = startSession();

/** Returns the content of a connection file. Ends the process with one sentence if it cannot be used. */
function connectionIn(file: string): Connection {
  try {
    return readConnection(file);
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    process.stderr.write(`typescript-lab: ${error.message}\n`);
    process.exit(2);
  }
}

/**
 * Ends the process at once. `process.exit` waits for inspector sessions to disconnect, and user code may hold one. A
 * signal would leave pipes non-blocking that Node shares with other processes, which then lose output.
 */
async function end(code = 0): Promise<void> {
  (await starting).close();
  process.emit("exit", code);
  (process as unknown as { reallyExit(code: number): never }).reallyExit(code);
}

/** Time that the protocol thread has to send the last messages, in ms. */
const patience = 3000;
let exiting = false;

/** Ends the process for code that calls `process.exit`. The front end gets the reply of the cell before. */
function exit(session: KernelSession, given: number | string | null | undefined): never {
  const status = Number(given ?? process.exitCode ?? 0);
  const { reallyExit } = process as unknown as { reallyExit(code: number): never };
  // A listener of the event may call it again.
  if (exiting) return reallyExit(status);
  exiting = true;
  try {
    process.emit("exit", status);
  } catch (error) {
    session.uncaught(error);
  }
  session.exit(status);
  post({ kind: "leave" });
  signals.wait("left", patience);
  session.close();
  return reallyExit(status);
}

thread.on("message", async (message: ToMain) => {
  const session = await starting;
  if (message.kind === "shutdown") return end();
  if (message.kind === "failed") {
    log(message.reason);
    return end(1);
  }
  if (message.kind === "interrupt") pulse.receive();
  session.handle(message);
});
thread.on("exit", () => end());
process.on("SIGTERM", () => post({ kind: "leave" }));
