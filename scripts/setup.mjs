// `npm run setup`: prepares everything that `npm start` needs, without opening JupyterLab.
import { main } from "./setup/report.mjs";
import { setUp } from "./setup/steps.mjs";

await main(async () => {
  await setUp();
  process.stdout.write("The lab is ready: npm start opens it, npx amfmn --help shows the command line.\n");
});
