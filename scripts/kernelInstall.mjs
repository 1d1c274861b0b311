// `npm run kernel:install -- --user`: adds the kernel to a Jupyter that is installed already. It makes no .venv.
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
