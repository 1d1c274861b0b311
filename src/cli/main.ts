#!/usr/bin/env node
// The command `amfmn`: runs a subcommand, and reports bad input with one sentence and exit status 2.
import { readFileSync } from "node:fs";
import { TypeScriptLabError } from "typescript-lab/install";
import { AmfmnError, OptionError } from "../lib/base/errors.js";
import { fileErrorOf } from "../lib/base/files/fileError.js";
import { nearestName } from "../lib/base/messages/nearestName.js";
import type { Command } from "./command.js";
import { processOutput, watchStandardStreams } from "./output.js";

/** Loads each subcommand when it is named, so that most commands do not load a tensor engine. */
const commands: Record<string, () => Promise<Command>> = {
  synthesize: async () => (await import("./commands/synthesize.js")).synthesizeCommand,
  train: async () => (await import("./commands/train/index.js")).trainCommand,
  evaluate: async () => (await import("./commands/evaluate/index.js")).evaluateCommand,
  rerank: async () => (await import("./commands/rerank.js")).rerankCommand,
  compare: async () => (await import("./commands/compare.js")).compareCommand,
  export: async () => (await import("./commands/export.js")).exportCommand,
  search: async () => (await import("./commands/search.js")).searchCommand,
  objects: async () => (await import("./commands/objects.js")).objectsCommand,
  localize: async () => (await import("./commands/localize.js")).localizeCommand,
  selo: async () => (await import("./commands/selo.js")).seloCommand,
  dataset: async () => (await import("./commands/dataset/index.js")).datasetCommand,
  stats: async () => (await import("./commands/stats.js")).statsCommand,
  "text-similarity": async () => (await import("./commands/textSimilarity.js")).textSimilarityCommand,
  engines: async () => (await import("./commands/engines.js")).enginesCommand,
  "export-html": async () => (await import("./commands/exportHtml.js")).exportHtmlCommand,
  kernel: async () => (await import("./commands/kernel.js")).kernelCommand,
};

async function run(args: string[]): Promise<void> {
  const [name, ...rest] = args;
  if (name === "--version") return print(version());
  if (name === undefined || name === "--help" || name === "help") return print(await overview());
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) {
    const names = Object.keys(commands);
    throw new OptionError(
      `amfmn: expected one of ${names.join(", ")}, found "${name}"; did you mean ${nearestName(name, names)}?`,
    );
  }
  const command = await load();
  if (rest.includes("--help")) return print(command.help);
  await command.run(rest, processOutput);
}

async function overview(): Promise<string> {
  const all = await Promise.all(Object.values(commands).map((load) => load()));
  const width = Math.max(...all.map((command) => command.name.length));
  return [
    "amfmn: cross-modal retrieval of remote-sensing images, from data to search",
    "",
    "Usage: amfmn COMMAND [OPTIONS]",
    "",
    ...all.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`),
    "",
    "amfmn COMMAND --help lists the options of a command and gives an example.",
  ].join("\n");
}

function version(): string {
  const file = new URL("../../package.json", import.meta.url);
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

watchStandardStreams();
try {
  await run(process.argv.slice(2));
} catch (thrown) {
  const error = fileErrorOf(thrown, undefined, "open");
  const expected = error instanceof AmfmnError || error instanceof TypeScriptLabError;
  // A defect is printed here, because the tensor engine's handler of uncaught errors would print its own stack.
  process.stderr.write(`${expected ? error.message : error instanceof Error ? error.stack : error}\n`);
  process.exitCode = expected ? 2 : 1;
}
