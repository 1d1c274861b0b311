// The connection file that Jupyter writes for a kernel: where to listen, and the key to sign with.
import { readFileSync } from "node:fs";

export interface Connection {
  transport: string;
  ip: string;
  shell_port: number;
  control_port: number;
  iopub_port: number;
  stdin_port: number;
  hb_port: number;
  key: string;
}

/** @throws {Error} that names the file when it is missing or lacks a port. */
export function readConnection(file: string): Connection {
  const connection = JSON.parse(readFileSync(file, "utf8")) as Connection;
  for (const port of ["shell_port", "control_port", "iopub_port", "stdin_port", "hb_port"] as const) {
    if (!Number.isInteger(connection[port]))
      throw new Error(`${file}: expected a number as ${port}, found ${connection[port]}.`);
  }
  return connection;
}

export function address(connection: Connection, port: number): string {
  const separator = connection.transport === "ipc" ? "-" : ":";
  return `${connection.transport}://${connection.ip}${separator}${port}`;
}
