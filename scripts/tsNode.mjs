// Lets `node --import` run the TypeScript sources of benchmarks and screenshots through ts-node, without type checks. The
// tests use a faster hook (test/support/register.mjs), because each test file starts a process.
import { register } from "node:module";
import { pathToFileURL } from "node:url";

register("ts-node/esm/transpile-only", pathToFileURL("./"));
