// `npm run kernel:install -- --user`: makes the kernel known to a Jupyter that is already there, without a .venv.
import { join } from "node:path";
import { show } from "./setup/command.mjs";
import { main } from "./setup/report.mjs";
import { build, checkNode, nodePackages } from "./setup/steps.mjs";

await main(async () => {
  checkNode();
  await nodePackages();
  await build();
  return show(process.execPath, [
    join("dist", "cli", "main.js"),
    "kernel",
    "install",
    ...process.argv.slice(2),
  ]);
});
