// `npm run check [-- NAME …]`: runs every check that must pass before a commit, or the named ones.
import { join } from "node:path";
import { show } from "./setup/command.mjs";
import { main, SetupError } from "./setup/report.mjs";

/** Each check as the arguments of Node. */
const checks = {
  types: [program("typescript-7", "bin", "tsc"), "--noEmit"],
  style: [program("@biomejs", "biome", "bin", "biome"), "ci", "--colors=off", "."],
  exports: [program("knip", "bin", "knip.js")],
  rooms: [
    program("dependency-cruiser", "bin", "dependency-cruise.mjs"),
    ...["--config", "scripts/check/rooms.mjs", "src"],
  ],
  models: ["--import", "./test/support/register.mjs", "scripts/check/modelNames.mjs"],
  docs: [program("typedoc", "bin", "typedoc"), "--emit", "none", "--logLevel", "Warn"],
  lessons: ["scripts/lessons.mjs", "--check"],
};

await main(async () => {
  const named = process.argv.slice(2);
  const unknown = named.find((name) => !(name in checks));
  if (unknown !== undefined) {
    const names = Object.keys(checks).join(", ");
    throw new SetupError(`npm run check: expected some of ${names}, found ${unknown}; name some of these.`);
  }
  const failed = [];
  for (const name of named.length > 0 ? named : Object.keys(checks)) {
    const started = performance.now();
    const ok = (await show(process.execPath, checks[name])) === 0;
    if (!ok) failed.push(name);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    process.stdout.write(`${ok ? "✓" : "✗"} ${name} (${seconds} s)\n`);
  }
  return failed.length > 0 ? 1 : 0;
});

function program(...path) {
  return join("node_modules", ...path);
}
