// Objects that hold a resource, such as a server, a timer or a tensor, in a few facts. Their own properties are hundreds
// of internals of Node or of a library.
import { AsyncLocalStorage } from "node:async_hooks";
import { ChildProcess } from "node:child_process";
import { type AddressInfo, Server, Socket } from "node:net";
import { Readable, Stream, Writable } from "node:stream";
import { types } from "node:util";
import { MessageChannel, MessagePort, Worker } from "node:worker_threads";
import { isEmitterOfNode } from "./nodeClasses.js";

/** Facts on an object by name. A fact that is undefined is not shown. */
export type Facts = Readonly<Record<string, unknown>>;

/** Kinds of resources, the special before the general. Each returns the facts, or undefined for another kind of object. */
const kinds: readonly ((value: object) => Facts | undefined)[] = [
  ofClass(Server, (server) => ({ listening: server.listening, address: addressOf(server.address()) })),
  ofClass(Socket, (socket) => ({
    readyState: socket.readyState,
    local: hostAndPort(socket.localAddress, socket.localPort),
    remote: hostAndPort(socket.remoteAddress, socket.remotePort),
  })),
  ofClass(ChildProcess, ({ spawnargs, pid, exitCode, signalCode }) => ({
    command: spawnargs?.join(" "),
    pid,
    ...(signalCode ? { signalCode } : { exitCode }),
  })),
  ofClass(Worker, ({ threadId }) => ({ threadId })),
  ofClass(MessagePort, () => ({})),
  ofClass(MessageChannel, () => ({})),
  ofClass(AsyncLocalStorage, () => ({})),
  timer,
  httpMessage,
  stream,
  process_,
  emitterOfNode,
  tensor,
  layer,
];

/** Returns the facts on a resource, or undefined for any other object. */
export function factsOf(value: object): Facts | undefined {
  if (types.isProxy(value)) return undefined;
  try {
    for (const kind of kinds) {
      const facts = kind(value);
      if (facts) return facts;
    }
  } catch {
    // A property throws, as those of a class's prototype do.
  }
  return undefined;
}

function ofClass<T extends object>(
  // biome-ignore lint/suspicious/noExplicitAny: a class with any constructor
  type: abstract new (...args: any[]) => T,
  facts: (value: T) => Facts,
): (value: object) => Facts | undefined {
  return (value) => (value instanceof type ? facts(value) : undefined);
}

function addressOf(address: AddressInfo | string | null): string | undefined {
  return typeof address === "object" ? hostAndPort(address?.address, address?.port) : address;
}

function hostAndPort(host: string | undefined, port: number | undefined): string | undefined {
  if (host === undefined) return undefined;
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** Facts on a timer. Node exports the classes of timers under no name. */
function timer(value: object): Facts | undefined {
  if (!Object.hasOwn(value, "_destroyed")) return undefined;
  const { _destroyed, _idleTimeout, _repeat } = value as Record<string, unknown>;
  const { name } = value.constructor;
  if (name === "Immediate") return { pending: !_destroyed };
  if (name !== "Timeout") return undefined;
  const period = _repeat === null ? { after: _idleTimeout } : { every: _repeat };
  return _destroyed ? { pending: false } : { pending: true, ...period };
}

function httpMessage(value: object): Facts | undefined {
  if (!(value instanceof Stream)) return undefined;
  const { method, path, url, statusCode, host, protocol, rawHeaders, headersSent } =
    value as unknown as Record<string, unknown>;
  if (Array.isArray(rawHeaders))
    return statusCode ? { statusCode, headers: rawHeaders.length / 2 } : { method, url };
  if (typeof headersSent !== "boolean") return undefined;
  return statusCode === undefined
    ? { method, url: `${protocol}//${host}${path}` }
    : { statusCode, headersSent };
}

function stream(value: object): Facts | undefined {
  if (!(value instanceof Stream)) return undefined;
  const readable = value instanceof Readable ? value.readable : undefined;
  // A Duplex is an instance of Writable by its method Symbol.hasInstance.
  const writable = value instanceof Writable ? value.writable : undefined;
  const { destroyed } = value as Readable;
  return { ...ownFacts(value), readable, writable, ...(destroyed && { destroyed }) };
}

function process_(value: object): Facts | undefined {
  if (value !== process) return undefined;
  const { pid, title, version, platform, arch } = process;
  return { pid, title, version, platform, arch };
}

function emitterOfNode(value: object): Facts | undefined {
  return isEmitterOfNode(value) ? ownFacts(value) : undefined;
}

/** Facts on a tensor or a variable of TensorFlow.js. Its values may be in the memory of a graphics card. */
function tensor(value: object): Facts | undefined {
  if (!("dataId" in value)) return undefined;
  const { dataId, shape, dtype, isDisposed, dataSync, name, trainable } = value as Record<string, unknown>;
  if (typeof dataId !== "object" || typeof dataSync !== "function" || !Array.isArray(shape)) return undefined;
  return { name, shape, dtype, trainable, disposed: isDisposed === true ? true : undefined };
}

/** Facts on a layer or a model of TensorFlow.js. */
function layer(value: object): Facts | undefined {
  if (!("getConfig" in value && "countParams" in value)) return undefined;
  const { name, layers, getConfig, countParams, trainable } = value as Record<string, unknown>;
  if (typeof getConfig !== "function" || typeof countParams !== "function") return undefined;
  let parameters: unknown;
  try {
    parameters = countParams.call(value);
  } catch {
    // It gets its weights at its first call.
  }
  return { name, layers: Array.isArray(layers) ? layers.length : undefined, parameters, trainable };
}

/** Returns the public own properties that are numbers, strings and the like. */
function ownFacts(value: object): Facts {
  const own = Object.entries(Object.getOwnPropertyDescriptors(value)).filter(
    ([name, { enumerable, value: fact }]) =>
      enumerable &&
      !/^_|^(allowHalfOpen|domain)$/.test(name) &&
      fact !== null &&
      !/^(object|function)$/.test(typeof fact),
  );
  return Object.fromEntries(own.map(([name, { value: fact }]) => [name, fact]));
}
