// The addon `functions.node`, which `npm run setup:native` compiles beside the addon of tfjs-node-gpu.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { FunctionDefinition } from "./recording.js";

interface FunctionsAddon {
  /** Takes TensorFlow's context from the addon of tfjs-node-gpu. */
  open(addon: string): void;
  /** @throws {Error} with TensorFlow's message when the graph is not valid */
  define(definition: FunctionDefinition): void;
}

let functions: FunctionsAddon | undefined;

/** Returns the addon's path. @param addon the path of tfjs-node-gpu's addon */
export function functionsAddon(addon: string): string {
  return join(dirname(addon), "functions.node");
}

/** Loads the addon. @param addon the path of tfjs-node-gpu's addon, which is loaded */
export function openFunctions(addon: string): void {
  functions = createRequire(import.meta.url)(functionsAddon(addon)) as FunctionsAddon;
  functions.open(addon);
}

/** Adds a function to TensorFlow's context. @throws {Error} with TensorFlow's message when the graph is not valid */
export function defineFunction(definition: FunctionDefinition): void {
  functions!.define(definition);
}
