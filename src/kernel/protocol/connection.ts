// Reads the connection file that Jupyter writes for a kernel.
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { TypeScriptLabError } from "../host/errors.js";

/** Addresses of the sockets and the key of the signatures. */
export interface Connection {
  /** "tcp" or "ipc". */
  readonly transport: string;
  /** IP address, "*" for all, or the path prefix of ipc. */
  readonly ip: string;
  readonly shell_port: number;
  readonly control_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly hb_port: number;
  /** Key of the HMAC. Empty for messages without signatures. */
  readonly key: string;
  /** "hmac-" and the hash function of the signatures. Default: "hmac-sha256". */
  readonly signature_scheme?: string;
}

/** The connection file cannot be used. */
export class ConnectionError extends TypeScriptLabError {
  override name = "ConnectionError";
}

/** A socket cannot listen on its port. */
export class PortError extends TypeScriptLabError {
  override name = "PortError";

  /** @param at address of the socket */
  constructor(port: string, at: string, { message }: Error) {
    super(
      `${port}: expected a free port at ${at}, found an error: ${message}; let Jupyter start the kernel again.`,
    );
  }
}

const ports = ["shell_port", "control_port", "iopub_port", "stdin_port", "hb_port"] as const;

/**
 * Reads a connection file.
 * @throws {ConnectionError} when the file is missing, is not JSON, or has a field that cannot be used
 */
export function readConnection(file: string): Connection {
  const fail = (name: string, expected: string, found: unknown) => {
    const value = found === undefined ? "nothing" : JSON.stringify(found);
    throw new ConnectionError(
      `${file}: expected ${expected} as ${name}, found ${value}; let Jupyter write the file.`,
    );
  };
  const connection = parse(file);
  const { transport, ip, key, signature_scheme: scheme } = connection;
  if (transport !== "tcp" && transport !== "ipc") fail("transport", '"tcp" or "ipc"', transport);
  if (typeof ip !== "string" || ip === "") fail("ip", "an address", ip);
  if (transport === "tcp" && ip !== "*" && ip !== "localhost" && isIP(ip) === 0)
    fail("ip", 'an IP address, "localhost" or "*"', ip);
  for (const port of ports) {
    const value = connection[port];
    if (!Number.isInteger(value) || value < 1 || value > 65_535)
      fail(port, "a number from 1 to 65535", value);
  }
  if (typeof key !== "string") fail("key", "a string (empty for messages without signatures)", key);
  if (scheme !== undefined && !isKnown(scheme))
    fail("signature_scheme", '"hmac-" and a hash function', scheme);
  return connection;
}

function parse(file: string): Connection {
  let connection: unknown;
  try {
    connection = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const found = (error as NodeJS.ErrnoException).code ?? "another text";
    throw new ConnectionError(
      `${file}: expected a connection file in JSON, found ${found}; let Jupyter write it.`,
    );
  }
  if (typeof connection === "object" && connection !== null) return connection as Connection;
  throw new ConnectionError(`${file}: expected an object, found another value; let Jupyter write the file.`);
}

function isKnown(scheme: unknown): boolean {
  if (typeof scheme !== "string" || !scheme.startsWith("hmac-")) return false;
  try {
    createHmac(scheme.slice("hmac-".length), "");
    return true;
  } catch {
    return false;
  }
}

/** Returns the hash function of the signatures. */
export function digestOf({ signature_scheme = "hmac-sha256" }: Connection): string {
  return signature_scheme.slice("hmac-".length);
}

/** Returns true for an IPv6 address. */
export function usesIpv6({ transport, ip }: Connection): boolean {
  return transport === "tcp" && isIP(ip) === 6;
}

/** Returns the address of a port. */
export function address(connection: Connection, port: number): string {
  const { transport, ip } = connection;
  if (transport === "ipc") return `ipc://${ip}-${port}`;
  // ZeroMQ binds to addresses and interfaces, not to host names.
  const host = usesIpv6(connection) ? `[${ip}]` : ip === "localhost" ? "127.0.0.1" : ip;
  return `tcp://${host}:${port}`;
}
