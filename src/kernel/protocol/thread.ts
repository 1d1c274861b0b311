// The protocol thread. It owns the sockets, so that heartbeat, interrupt, shutdown and the debugger answer while a
// cell keeps the main thread busy. It passes all other requests to the main thread.
import { setTimeout } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import type { DebugAdapter } from "../debugger/adapter.js";
import { MainThreadInspector } from "../debugger/inspector.js";
import type { JsonObject } from "../host/json.js";
import { PipeReader } from "../processes/pipeReader.js";
import { descendantsWithout, endProcesses, ownDescendants } from "../processes/processTree.js";
import { Signals } from "../processes/signals.js";
import { kernelInfo } from "../requests/kernelInfo.js";
import { Backlog } from "./backlog.js";
import { type AnswerPort, passAnswer } from "./blockingAnswer.js";
import type { Connection } from "./connection.js";
import { Heartbeat } from "./heartbeat.js";
import { interrupt } from "./interrupt.js";
import { IopubWelcome } from "./iopubWelcome.js";
import { log, logTo } from "./log.js";
import { createMessage, type Header, type Message, type ToMain, type ToProtocol } from "./messages.js";
import { pollParent } from "./parentPoller.js";
import { Pulse } from "./pulse.js";
import { errorReply } from "./schema/incoming.js";
import { type Received, type RequestChannel, Sockets } from "./sockets.js";
import { StreamTexts } from "./streamTexts.js";
import { Subshells } from "./subshells.js";

/** Time for the last messages to leave before the process ends, in ms. */
const farewell = 50;
/** Time that the main thread has to end the process, in ms. */
const patience = 3000;

const { connection, beats, printed, pipes, memory, answers } = workerData as {
  connection: Connection;
  beats: Pulse["memory"];
  printed: SharedArrayBuffer;
  pipes: { readonly readers: readonly [number, number]; readonly log: number } | undefined;
  memory: Signals["memory"];
  answers: AnswerPort;
};
const signals = new Signals(memory);
if (pipes) logTo(pipes.log);
const pulse = new Pulse(beats);
const sockets = new Sockets(connection);
const backlog = new Backlog(printed);
/** Header of the request whose text comes next. */
let textParent: Header | Record<string, never> = {};
const texts = new StreamTexts(({ name, text, parent }) => {
  void sockets.send("iopub", { ...createMessage("stream", { name, text }), parentHeader: parent });
});
/** Header of the request whose cell runs or ran last. */
let cell: Header | Record<string, never> = {};
const pipeReader =
  pipes &&
  new PipeReader(pipes.readers, (name, text) => {
    if (text !== "") texts.add({ name, text, parent: cell });
  });
/** Children that run beside the one that blocks the main thread. Undefined while none does. */
let besideBlocking: readonly number[] | undefined;
/** Ids of the kernel's own child processes, which the main thread ends. */
const ownProcesses = new Set<number>();
const heartbeat = new Heartbeat(connection);
const welcome = new IopubWelcome(sockets);
const subshells = new Subshells();

function post(message: ToMain): void {
  parentPort!.postMessage(message);
}

function status(parent: Message, execution_state: "busy" | "idle"): void {
  void sockets.send("iopub", createMessage("status", { execution_state }, parent));
}

/** True once the main thread handles requests. */
let ready = false;
let greeted = false;

async function listen(channel: RequestChannel): Promise<void> {
  for await (const received of sockets.receive(channel)) {
    try {
      await handle(channel, received);
    } catch (error) {
      log(`${channel}: ${received.message.header.msg_type} failed: ${error}`);
    }
    if (!greeted) post({ kind: "greeted" });
    greeted = true;
  }
}

async function handle(channel: RequestChannel, { message, problem }: Received): Promise<void> {
  const { msg_type: type } = message.header;
  const refusal = problem ?? (channel === "shell" ? subshells.problemOf(message) : undefined);
  if (refusal) {
    log(`${channel}: refused ${type}: ${refusal.evalue}`);
    if (channel === "stdin") return;
    // The main thread knows the number of the cell.
    if (channel === "shell" || type === "execute_request")
      post({ kind: "request", channel, message, problem: refusal });
    else if (type.endsWith("_request")) reply(channel, message, errorReply(refusal));
    return;
  }
  if (channel === "stdin") {
    if (type === "input_reply" && !passAnswer(answers, message)) post({ kind: "inputReply", message });
    return;
  }
  if (type === "execute_request") await welcome.firstSubscriber();
  if (channel === "control" && type === "interrupt_request") handleInterrupt(message);
  else if (type === "debug_request") void handleDebug(channel, message);
  else if (type === "shutdown_request") await handleShutdown(channel, message);
  // A front end is answered while the main thread still loads.
  else if (type === "kernel_info_request" && !ready) reply(channel, message, kernelInfo());
  else {
    const answer = channel === "control" ? subshells.answer(message) : undefined;
    if (answer) reply(channel, message, answer);
    else post({ kind: "request", channel, message });
  }
}

/** Replies to a request, between busy and idle. */
function reply(channel: RequestChannel, request: Message, content: JsonObject): void {
  status(request, "busy");
  const type = request.header.msg_type.replace(/_request$/, "_reply");
  void sockets.send(channel, createMessage(type, content, request));
  status(request, "idle");
}

function handleInterrupt(request: Message): void {
  if (besideBlocking) {
    // The main thread continues when its child has ended.
    signals.raise("interrupted");
    void endProcesses(descendantsWithout(besideBlocking), "SIGINT");
  }
  void interrupt({ pulse, post, inspector, adapter: () => adapter });
  reply("control", request, { status: "ok" });
}

let session: MainThreadInspector | undefined;
function inspector(): MainThreadInspector {
  session ??= new MainThreadInspector();
  return session;
}

/** The debugger. The first debug_request loads it. */
let adapter: Promise<DebugAdapter> | undefined;

async function handleDebug(channel: RequestChannel, request: Message): Promise<void> {
  status(request, "busy");
  adapter ??= import("../debugger/adapter.js").then(
    ({ DebugAdapter }) => new DebugAdapter(inspector(), post, publishDebugEvent),
  );
  const response = await adapter.then((one) => one.handle(request.content)).catch(failedResponse);
  void sockets.send(channel, createMessage("debug_reply", response, request));
  status(request, "idle");
}

/** Response to a request that the debugger cannot handle. */
function failedResponse(error: unknown): JsonObject {
  return { type: "response", success: false, message: String(error), body: {} };
}

let debugEvents = 0;
function publishDebugEvent(event: string, body: JsonObject): void {
  debugEvents += 1;
  void sockets.send("iopub", createMessage("debug_event", { type: "event", seq: debugEvents, event, body }));
}

async function handleShutdown(channel: RequestChannel, request: Message): Promise<void> {
  status(request, "busy");
  const restart = request.content.restart === true;
  await sockets.send(channel, createMessage("shutdown_reply", { status: "ok", restart }, request));
  status(request, "idle");
  await leave();
}

/** Closes the sockets and has the main thread end the process. */
async function leave(): Promise<void> {
  session?.disconnect();
  await endProcesses(
    ownDescendants().filter((id) => !ownProcesses.has(id)),
    "SIGTERM",
  );
  pipeReader?.drain();
  texts.flush();
  await sockets.close();
  heartbeat.close();
  await setTimeout(farewell);
  signals.raise("left");
  post({ kind: "shutdown" });
  // A busy main thread does not read the message.
  await setTimeout(patience);
  process.kill(process.pid, "SIGKILL");
}

parentPort!.on("message", (order: ToProtocol) => {
  if (order.kind === "leave") void leave();
  else if (order.kind === "ready") ready = true;
  else if (order.kind === "script") void adapter?.then((one) => one.addScript(order.script));
  else if (order.kind === "text") {
    // A cell prints no faster than the front ends read.
    void sockets.published().then(() => backlog.remove(order.text));
    textParent = order.parent ?? textParent;
    texts.add({ name: order.name, text: order.text, parent: textParent });
  } else if (order.kind === "cell") {
    cell = order.parent;
    // Code that V8 terminated did not report the end of its call.
    besideBlocking = undefined;
  } else if (order.kind === "fence") pipeReader?.openTo(order.number);
  else if (order.kind === "drain") pipeReader?.drain();
  else if (order.kind === "blocked") besideBlocking = order.others;
  else if (order.kind === "ownProcess") ownProcesses.add(order.id);
  else {
    if (order.channel !== "iopub") pipeReader?.drain();
    texts.flush();
    void sockets.sendEncoded(order.channel, order.message);
  }
});
process.on("uncaughtException", (error) => log(`defect in the protocol thread: ${error?.stack ?? error}`));
process.on("unhandledRejection", (error) => log(`defect in the protocol thread: ${error}`));
try {
  await sockets.bind();
  await heartbeat.start();
  start();
} catch (error) {
  await sockets.close();
  heartbeat.close();
  post({ kind: "failed", reason: (error as Error).message });
}

function start(): void {
  if (connection.key === "")
    log(
      "the connection file has an empty key, so messages are not signed, and anybody on this machine can send them",
    );
  void sockets.send("iopub", createMessage("status", { execution_state: "starting" }));
  pollParent(Number(process.env.JPY_PARENT_PID ?? 0));
  void welcome.start();
  for (const channel of ["shell", "control", "stdin"] as const) void listen(channel);
}
