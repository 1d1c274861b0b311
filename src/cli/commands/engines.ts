// `amfmn engines`: which tensor engines are here, which one is picked, and why.
import { listEngines } from "../../lib/index.js";
import { defineCommand } from "../command.js";

export const enginesCommand = defineCommand({
  name: "engines",
  summary: "list the tensor engines of this machine and the one that is picked",
  usage: "[--json]",
  example: "amfmn engines --json",
  options: {},
  async run(_values, output) {
    const engines = await listEngines();
    for (const engine of engines) {
      const mark = engine.chosen ? "*" : engine.available ? "+" : "-";
      const version = engine.version ? ` ${engine.version}` : "";
      const device = engine.device ? ` on ${engine.device}` : "";
      output.print(`${mark} ${engine.name}${version}${device}: ${engine.reason}`);
    }
    output.json(engines);
  },
});
