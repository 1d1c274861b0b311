// Runs the TypeScript sources of benchmarks and screenshots through ts-node, without type checking: `node --import`.
import { register } from "node:module";
import { pathToFileURL } from "node:url";

register("ts-node/esm/transpile-only", pathToFileURL("./"));
