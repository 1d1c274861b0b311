// Writes each documentation example as a module, checks the types of all of them, and runs them one by one.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { transformSync } from "oxc-transform";
import { root, run } from "../../support/venv.js";
import type { Entry } from "./collect.js";
import { fixtureDeclarations } from "./fixtures.js";
import { freeNames } from "./freeNames.js";

/** An example as a module of its own. */
export interface ExampleModule {
  /** Entry and name, such as `amfmn-lab: Vocabulary.build`. */
  readonly title: string;
  readonly file: string;
  readonly source: string;
  /** Names that the example uses and does not declare. */
  readonly names: ReadonlySet<string>;
}

// The folder is inside the package, so that `amfmn-lab` resolves to the package.
const folder = join(root, ".cache", "examples");

/** Packages that an example uses without an import. */
const packages = new Map([
  ["tf", 'import * as tf from "@tensorflow/tfjs-core";'],
  ["sharp", 'import sharp from "sharp";'],
]);

const compilerSettings = {
  extends: "../../tsconfig.json",
  // A short example may ignore a result. Without paths, `amfmn-lab` is the build.
  compilerOptions: { rootDir: "../..", noUnusedLocals: false, paths: {} },
  include: [".", "../../src/kernel/execution/globals.d.ts"],
  exclude: [],
};

/** Writes a module for each example. It imports the public names that the example uses. */
export function writeModules(entries: readonly Entry[]): ExampleModule[] {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "fixtures.d.ts"), fixtureDeclarations);
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(compilerSettings, null, 2));
  return entries.flatMap((entry) =>
    entry.examples.map(({ name, code }, i) => {
      const file = join(folder, `${entry.specifier.replaceAll("/", "-")}-${i}-${name}.ts`);
      const names = freeNames(code);
      const imports = importsOf(names, [entry, ...entries.filter((other) => other !== entry)]);
      const source = `${imports.join("\n")}\n${code}\nexport {};\n`;
      writeFileSync(file, source);
      return { title: `${entry.specifier}: ${name}`, file, source, names };
    }),
  );
}

/** Imports each name from the first entry that exports it, or from a well-known package. */
function importsOf(names: ReadonlySet<string>, entries: readonly Entry[]): string[] {
  return [...names].flatMap((name) => {
    const entry = entries.find(({ values, types }) => values.includes(name) || types.includes(name));
    const known = packages.get(name);
    if (!entry) return known ? [known] : [];
    return [`import { ${entry.values.includes(name) ? "" : "type "}${name} } from "${entry.specifier}";`];
  });
}

/** Checks the types of all modules. Returns the messages of the compiler by file. */
export async function checkTypes(modules: readonly ExampleModule[]): Promise<Map<string, string[]>> {
  const compiler = join(root, "node_modules", "typescript-7", "bin", "tsc");
  const { code, stdout, stderr } = await run(process.execPath, [compiler, "-p", folder, "--pretty", "false"]);
  const messages = new Map(modules.map(({ file }) => [file, [] as string[]]));
  let current: string[] | undefined;
  for (const line of stdout.split("\n")) {
    const at = /^(.+?)\(\d+,\d+\): error/.exec(line);
    if (at) current = messages.get(join(root, at[1]!));
    if (line !== "") current?.push(line);
  }
  if (code !== 0 && current === undefined) throw new Error(`The compiler failed:\n${stdout}${stderr}`);
  return messages;
}

/** Runs a module in this process. */
export async function runModule({ file, source }: ExampleModule): Promise<void> {
  const script = file.replace(/\.ts$/, ".mjs");
  writeFileSync(script, transformSync(file, source, { target: "es2022" }).code);
  await import(pathToFileURL(script).href);
}
