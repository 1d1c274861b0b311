// Lets `node --import` run the TypeScript sources directly through ts-node, without type checking.
import { register } from "node:module";
import { pathToFileURL } from "node:url";

register("ts-node/esm/transpile-only", pathToFileURL("./"));
