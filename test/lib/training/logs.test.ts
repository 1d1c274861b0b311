import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { crc32c, maskedCrc32c } from "../../../src/lib/training/logs/crc32c.js";
import { RunLog } from "../../../src/lib/training/logs/runLog.js";
import type { EpochReport, StepReport } from "../../../src/lib/training/options.js";
import { python, run } from "../../support/venv.js";

const folder = mkdtempSync(join(tmpdir(), "logs-"));
after(() => rmSync(folder, { recursive: true }));

const stepReport = (step: number): StepReport => ({
  epoch: 1,
  step,
  steps: 300,
  loss: 1 / step,
  gradientNorm: 2,
  learningRate: 1e-3,
  imagesPerSecond: 100,
  secondsLeft: 1,
});
const direction = { r1: 10, r5: 30, r10: 50, medianRank: 10, meanRank: 12 };
const epochReport = (epoch: number): EpochReport => ({
  epoch,
  epochs: 2,
  loss: 0.5,
  learningRate: 1e-3,
  seconds: 2,
  validation: {
    imageToText: direction,
    textToImage: direction,
    mR: 30,
    ties: { imageToText: 0, textToImage: 0 },
  },
});

function logged(name: string): string {
  const to = join(folder, name);
  if (existsSync(to)) return to;
  const log = new RunLog(folder, 0);
  for (let step = 1; step <= 200; step++) log.step(stepReport(step));
  log.epoch(epochReport(1), { step: 200, history: [epochReport(1)] });
  log.close();
  return to;
}

test("the checksum is the published one", () => {
  assert.equal(crc32c(Buffer.from("123456789")), 0xe3069283);
  assert.equal(crc32c(new Uint8Array(32)), 0x8a9136aa); // RFC 3720, B.4
  assert.equal(
    maskedCrc32c(Buffer.from("123456789")),
    (((0xe3069283 >>> 15) | (0xe3069283 << 17)) + 0xa282ead8) >>> 0,
  );
});

test("the table has a row for each epoch, with a header that names its columns", () => {
  const [header, row, end] = readFileSync(logged("log.csv"), "utf8").split("\n");
  assert.match(header!, /^epoch,loss,learning_rate,seconds,mR,i2t_r1,/);
  assert.equal(row, "1,0.5,0.001,2,30,10,30,50,10,30,50");
  assert.equal(end, "");
});

test("every step and epoch is a line of JSON", () => {
  const lines = readFileSync(logged("log.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.equal(lines.length, 201);
  assert.deepEqual(lines[199], { kind: "step", ...stepReport(200) });
  assert.equal(lines[200].kind, "epoch");
});

test("a resumed run forgets the lines of steps that it does again, and a line that was cut off", () => {
  const file = logged("log.jsonl");
  const before = readFileSync(file, "utf8");
  const log = new RunLog(folder, 150);
  log.step(stepReport(151));
  log.close();
  const lines = readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    lines.map(({ step }) => step),
    Array.from({ length: 151 }, (_, i) => i + 1),
  );
  assert.ok(before.split("\n").length > lines.length);
});

const reader = `
import glob, json, sys
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
events = EventAccumulator(sys.argv[1])
events.Reload()
loss = events.Scalars("train/loss")
print(json.dumps({"tags": sorted(events.Tags()["scalars"]), "steps": [e.step for e in loss],
  "loss": [e.value for e in loss], "mR": [e.value for e in events.Scalars("val/mR")]}))
`;
const noTensorBoard = existsSync(`${python.replace("/bin/python", "")}/bin/tensorboard`)
  ? false
  : "TensorBoard is not in .venv: npm test installs it";

test("TensorBoard reads the event file back: every tag, step and value", {
  skip: noTensorBoard,
}, async () => {
  const file = readdirSync(folder).find((name) => name.startsWith("events.out.tfevents."));
  const { code, stdout, stderr } = await run(python, ["-c", reader, folder]);
  assert.equal(code, 0, `${file}: ${stderr}`);
  const read = JSON.parse(stdout) as { tags: string[]; steps: number[]; loss: number[]; mR: number[] };
  assert.ok(read.tags.includes("train/gradient_norm") && read.tags.includes("val/t2i_r10"), `${read.tags}`);
  assert.deepEqual(
    read.steps,
    Array.from({ length: 151 }, (_, i) => i + 1),
    "the resumed run's start makes TensorBoard forget steps 151 to 200 of the first file",
  );
  for (const [i, loss] of read.loss.entries()) assert.ok(Math.abs(loss - 1 / (i + 1)) < 1e-6);
  assert.deepEqual(read.mR, []);
});
