#!/usr/bin/env node
// The command `typescript-lab`: adds the kernel to a Jupyter or removes it.
import { createRequire } from "node:module";
import { parseArgs } from "node:util";
import {
  InstallError,
  installKernelspec,
  installPapermillTranslator,
  installTslabKernelspecs,
  TypeScriptLabError,
  uninstallKernelspec,
  uninstallTslabKernelspecs,
} from "./index.js";

const help = `typescript-lab: a Jupyter kernel for TypeScript

Usage: typescript-lab install|uninstall [--user | --prefix DIR | --sys-prefix] [--as-tslab [--force]] [--papermill]

  --user        for the current user (the default)
  --prefix DIR  below DIR/share/jupyter, such as a virtual environment
  --sys-prefix  into the Python environment that python3 belongs to
  --as-tslab    install also under the names tslab and jslab, for notebooks of tslab
  --force       with --as-tslab: replace tslab itself
  --papermill   install also the Python package by which papermill writes parameters in TypeScript
  --help        print this text
  --version     print the version

Example: npx typescript-lab install --user
`;

const options = {
  user: { type: "boolean" },
  prefix: { type: "string" },
  "sys-prefix": { type: "boolean" },
  "as-tslab": { type: "boolean" },
  force: { type: "boolean" },
  papermill: { type: "boolean" },
  help: { type: "boolean" },
  version: { type: "boolean" },
} as const;

function run(args: string[]): string {
  const { values, positionals } = parse(args);
  if (values.help || args.length === 0) return help;
  if (values.version) return `${version()}\n`;
  const [action, ...more] = positionals;
  if ((action !== "install" && action !== "uninstall") || more.length > 0) {
    const found = positionals.length > 0 ? positionals.map((word) => `"${word}"`).join(", ") : "no action";
    throw new InstallError(
      `typescript-lab: expected install or uninstall, found ${found}; see typescript-lab --help.`,
    );
  }
  const places = [values.user, values.prefix !== undefined, values["sys-prefix"]].filter(Boolean);
  if (places.length > 1) {
    throw new InstallError(
      `typescript-lab: expected one of --user, --prefix and --sys-prefix, found ${places.length}; name one place.`,
    );
  }
  if (values.prefix === "")
    throw new InstallError('typescript-lab: expected a folder after --prefix, found ""; name one.');
  const place = { prefix: values.prefix, sysPrefix: values["sys-prefix"] };
  if (action === "uninstall")
    return lines("Removed", uninstallKernelspec(place), ...uninstallTslabKernelspecs(place));
  return lines(
    "Installed",
    ...(values["as-tslab"] ? installTslabKernelspecs(place, { force: values.force }) : []),
    installKernelspec(place),
    ...(values.papermill ? [installPapermillTranslator(place)] : []),
  );
}

function lines(done: string, ...folders: string[]): string {
  return folders.map((folder) => `${done} ${folder}\n`).join("");
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    const { message } = error as Error;
    throw new InstallError(
      `typescript-lab: ${message.split("\n")[0]!.split(". ")[0]}; see typescript-lab --help.`,
    );
  }
}

function version(): string {
  const file = createRequire(import.meta.url)("typescript-lab/package.json") as { version: string };
  return file.version;
}

try {
  process.stdout.write(run(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof TypeScriptLabError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
