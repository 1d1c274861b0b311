import assert from "node:assert/strict";
import { beforeEach, describe, mock, test } from "node:test";
import { inspect } from "node:util";
import fc from "fast-check";
import sharp from "sharp";
import { TrainingMonitor } from "../../../src/widgets/views/trainingMonitor/model.js";
import { RunCurve } from "../../../src/widgets/views/trainingMonitor/runCurve.js";
import { duration } from "../../../src/widgets/views/trainingMonitor/words.js";
import { type PlayedComm, playKernel } from "../../support/kernelHost.js";

const report = (step: number, steps = 10) => ({
  step,
  steps,
  loss: 2 / step,
  learningRate: 2e-4,
  imagesPerSecond: 50,
  secondsLeft: (steps - step) * 2,
});
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

describe("the curve of a run", () => {
  test("keeps the mean of all steps in bounded memory, for a run of any length", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 1, maxLength: 500 }),
        (values) => {
          const curve = new RunCurve(16);
          for (const value of values) curve.add(value);
          const points = curve.points();
          assert.ok(points.length <= 17);
          const { stepsPerPoint } = curve;
          const rest = values.length - (points.length - 1) * stepsPerPoint;
          assert.ok(rest > 0 && rest <= stepsPerPoint, "the last point has the remaining steps");
          const sum = points.reduce(
            (all, point, i) => all + point * (i < points.length - 1 ? stepsPerPoint : rest),
            0,
          );
          const expected = values.reduce((all, value) => all + value, 0);
          assert.ok(Math.abs(sum - expected) < 1e-3);
        },
      ),
    );
  });
});

describe("TrainingMonitor in a notebook", () => {
  let comms: PlayedComm[];
  beforeEach(() => {
    comms = playKernel();
  });
  const press = (event: string) => comms.at(-1)!.receive({ method: "custom", content: { event } });
  const phase = () =>
    comms
      .at(-1)!
      .sent.flatMap(({ state }) => (state as { phase?: string })?.phase ?? [])
      .at(-1);

  test("is printed in one line without a page and with one", async () => {
    const monitor = new TrainingMonitor();
    assert.equal(inspect(monitor), "TrainingMonitor(waiting)");
    await monitor.step(report(3));
    assert.equal(inspect([monitor]), "[ TrainingMonitor(running, step 3 of 10) ]");
  });

  test("Pause holds the next step, Resume releases it, and nothing is aborted", async () => {
    const monitor = new TrainingMonitor();
    await monitor.step(report(1));
    press("pause");
    let passed = false;
    const held = monitor.step(report(2)).then(() => {
      passed = true;
    });
    await settled();
    assert.equal(passed, false);
    assert.equal(phase(), "paused");
    press("resume");
    await held;
    assert.equal(phase(), "running");
    assert.equal(monitor.signal.aborted, false);
  });

  test("Stop aborts the signal, also of a run that is paused", async () => {
    const monitor = new TrainingMonitor();
    await monitor.step(report(1));
    press("pause");
    const held = monitor.step(report(2));
    press("stop");
    await held;
    await settled();
    assert.equal(monitor.signal.aborted, true);
    assert.equal(phase(), "stopped");
  });

  test("the last step ends the run, after which Stop has no effect", async () => {
    const monitor = new TrainingMonitor();
    for (let step = 1; step <= 10; step++) await monitor.step(report(step));
    press("stop");
    assert.equal(monitor.signal.aborted, false);
    await settled();
    assert.equal(phase(), "done");
  });

  test("a thousand quick steps are a few messages", async () => {
    const monitor = new TrainingMonitor();
    const before = comms.at(-1)!.sent.length;
    for (let step = 1; step < 1000; step++) await monitor.step(report(step, 5000));
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.ok(comms.at(-1)!.sent.length - before < 60);
    const { state } = comms.at(-1)!.sent.at(-1) as { state: { step: number } };
    assert.equal(state.step, 999, "and the last state arrives");
  });

  test("falls back to an SVG that sharp can draw", async () => {
    const monitor = new TrainingMonitor();
    for (let step = 1; step <= 10; step++) await monitor.step(report(step));
    const recalls = { r1: 5, r5: 20, r10: 35 };
    monitor.epoch({
      epoch: 1,
      epochs: 1,
      loss: 0.2,
      validation: { mR: 20, imageToText: recalls, textToImage: recalls },
    });
    const bundle = await (monitor as unknown as Record<symbol, () => Promise<Record<string, unknown>>>)[
      Symbol.for("Jupyter.display")
    ]!();
    const svg = bundle["image/svg+xml"] as string;
    assert.match(svg, /aria-label="Loss curve over 10 of 10 steps, 2\.00 → 0\.20; mR 20\.0 %"/);
    const { width } = await sharp(Buffer.from(svg)).metadata();
    assert.equal(width, 1000);
  });
});

describe("TrainingMonitor in a terminal", () => {
  test("prints a line for an epoch and, now and then, for a step", async () => {
    delete (globalThis as { [key: symbol]: unknown })[Symbol.for("jupyter.kernel")];
    const lines: string[] = [];
    const log = mock.method(console, "log", (line: string) => lines.push(line));
    const monitor = new TrainingMonitor();
    for (let step = 1; step <= 10; step++) await monitor.step(report(step));
    monitor.epoch({ epoch: 1, epochs: 3, loss: 0.512, validation: { mR: 28.744 } });
    log.mock.restore();
    assert.equal(lines[0], "step 1 of 10 · loss 2.000 · rate 2e-4 · 50 images/s · 18 s left");
    assert.equal(lines.at(-1), "epoch 1 of 3 · loss 0.512 · mR 28.74");
    assert.ok(lines.length <= 3, lines.join("\n"));
  });

  test("durations are written in hours, minutes and seconds", () => {
    assert.deepEqual([9.4, 80, 3720].map(duration), ["9 s", "1 min 20 s", "1 h 2 min"]);
  });
});
