// One Jupyter server and one Chromium for all tests of a file.
import { after } from "node:test";
import { LabServer } from "./jupyterLab.js";

let server: Promise<LabServer> | undefined;

/** Returns the server of this file. The first call starts it, the end of the file's tests ends it. */
export function sharedLab(): Promise<LabServer> {
  server ??= LabServer.start();
  return server;
}

after(async () => (await server)?.close());
