// `npm test [-- FILE …]`: installs what the tests need, then runs all of them or the named files.
import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { root, show } from "./setup/command.mjs";
import { main, SetupError } from "./setup/report.mjs";
import { filesBelow } from "./setup/stamp.mjs";
import { pythonTestPackages, setUp } from "./setup/steps.mjs";

await main(async () => {
  await setUp();
  await pythonTestPackages();
  const named = process.argv.slice(2);
  const files = named.length > 0 ? named : allTests();
  const missing = files.find((file) => !existsSync(join(root, file)));
  if (missing)
    throw new SetupError(
      `npm test: expected a test file, found ${missing}; name one below test/, such as test/lib/evaluation/recall.test.ts.`,
    );
  const runner = [
    "--import",
    "./test/support/register.mjs",
    "--test",
    "--test-reporter=./scripts/test/reporter.mjs",
  ];
  return show(process.execPath, [...runner, ...files]);
});

function allTests() {
  return filesBelow(join(root, "test"))
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => relative(root, file));
}
