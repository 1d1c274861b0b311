// `npm start [-- --no-browser --port N …]`: sets everything up, then opens JupyterLab on notebooks/.
import { join } from "node:path";
import { root, show } from "./setup/command.mjs";
import { offerNative } from "./setup/native/offer.mjs";
import { venvProgram } from "./setup/python.mjs";
import { main } from "./setup/report.mjs";
import { setUp } from "./setup/steps.mjs";

await main(async () => {
  await setUp();
  await offerNative();
  const asRoot = process.getuid?.() === 0 ? ["--allow-root"] : [];
  const args = ["--notebook-dir", join(root, "notebooks"), ...asRoot, ...process.argv.slice(2)];
  return show(venvProgram("jupyter-lab"), args);
});
