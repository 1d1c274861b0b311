// `amfmn engines`: lists the tensor engines of this machine with their speeds, and the reason why one is chosen.

import { type EngineReport, measureEngine } from "../../lib/engine/index.js";
import { listEngines, ready } from "../../lib/index.js";
import { defineCommand } from "../command.js";

export const enginesCommand = defineCommand({
  name: "engines",
  summary: "list the tensor engines of this machine with their speeds, and mark the default",
  usage: "[--json]",
  example: "amfmn engines --json",
  options: {},
  async run(_values, output) {
    const engines = [];
    for (const engine of await listEngines()) {
      const measured = engine.available ? await measure(engine) : engine;
      engines.push(measured);
      const mark = measured.chosen ? "*" : measured.available ? "+" : "-";
      const parts = [measured.version, measured.device && `on ${measured.device}`].filter(Boolean);
      const speed = "gflops" in measured ? `, ${measured.gflops} GFLOP/s` : "";
      output.print(`${mark} ${[measured.name, ...parts].join(" ")}${speed}: ${measured.reason}`);
    }
    output.json(engines);
  },
});

/** Starts an engine and measures it. An engine that does not start is listed with the reason. */
async function measure(engine: EngineReport): Promise<EngineReport & { gflops?: number }> {
  try {
    await ready({ engine: engine.name });
    return { ...engine, gflops: Number((await measureEngine()).toPrecision(3)) };
  } catch (error) {
    return { ...engine, available: false, chosen: false, reason: (error as Error).message };
  }
}
