// Reads the connection file that Jupyter writes for a kernel.
import { readFileSync } from "node:fs";

/** Addresses of the sockets and the key of the signatures. */
export interface Connection {
  /** "tcp" or "ipc". */
  transport: string;
  ip: string;
  shell_port: number;
  control_port: number;
  iopub_port: number;
  stdin_port: number;
  hb_port: number;
  /** Key of the HMAC. Empty for messages without signatures. */
  key: string;
}

/**
 * Reads a connection file.
 * @throws {Error} when the file is missing or lacks a port
 */
export function readConnection(file: string): Connection {
  const connection = JSON.parse(readFileSync(file, "utf8")) as Connection;
  for (const port of ["shell_port", "control_port", "iopub_port", "stdin_port", "hb_port"] as const) {
    if (!Number.isInteger(connection[port]))
      throw new Error(
        `${file}: expected a number as ${port}, found ${connection[port]}; let Jupyter write the file.`,
      );
  }
  return connection;
}

/** Returns the address of a port. */
export function address(connection: Connection, port: number): string {
  const separator = connection.transport === "ipc" ? "-" : ":";
  return `${connection.transport}://${connection.ip}${separator}${port}`;
}
