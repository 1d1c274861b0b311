// Widgets of one's own: typed state, page side from files, and their reload while developing.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { AnyWidget } from "../../../src/kernel/widget/anyWidget.js";
import { playKernel } from "../../support/kernelHost.js";

test("the page side is bundled from TypeScript with what it imports, and its CSS read", () => {
  const comms = playKernel();
  const folder = mkdtempSync(join(tmpdir(), "anywidget-"));
  writeFileSync(join(folder, "greeting.ts"), "export const greeting: string = 'hello from a file';");
  writeFileSync(
    join(folder, "view.ts"),
    "import { greeting } from './greeting';\nexport default { render({ el }: { el: HTMLElement }) { el.textContent = greeting; } };",
  );
  writeFileSync(join(folder, "view.css"), ".it { color: red }");
  new AnyWidget({
    name: "Greeter",
    esm: join(folder, "view.ts"),
    css: join(folder, "view.css"),
    state: { count: 1 },
  });
  const state = comms.at(-1)!.sent[0]!.state as { _esm: string; _css: string; count: number };
  assert.match(state._esm, /hello from a file/);
  assert.doesNotMatch(state._esm, /: string/);
  assert.equal(state._css, ".it { color: red }");
  rmSync(folder, { recursive: true });
});

test("a file that changes while developing reaches the open page; one that is broken leaves it as it was", async () => {
  playKernel();
  const folder = mkdtempSync(join(tmpdir(), "anywidget-"));
  const file = join(folder, "view.js");
  writeFileSync(file, "export default { render() {} } // first");
  const widget = new AnyWidget<{ _esm?: string; count: number }>({
    name: "Counter",
    esm: file,
    state: { count: 1 },
    watch: true,
  });
  // A watched file keeps no process alive; the kernel is, and here a timer is in its place.
  const alive = setInterval(() => {}, 1000);
  const changed = new Promise<string>((resolve) => {
    widget.observe("_esm", ({ new: esm }) => resolve(esm!));
  });
  writeFileSync(file, "export default { render() { console.log('second') } }");
  assert.match(await changed, /second/);
  clearInterval(alive);
  widget.close();
  rmSync(folder, { recursive: true });
});

test("its state is typed properties, and the page side is told which model is its own", () => {
  const comms = playKernel();
  const widget = new AnyWidget({ name: "Counter", esm: "export default {}", state: { count: 1 } });
  widget.count += 1;
  assert.equal(widget.get("count"), 2);
  const { id, sent } = comms.at(-1)!;
  assert.equal(widget.modelId, id);
  assert.equal((sent[0]!.state as { _model_id: string })._model_id, id);
});

test("a state keeps the kinds of its first values, and cannot hide what every widget has", () => {
  playKernel();
  const widget = new AnyWidget({
    name: "Mask",
    esm: "export default {}",
    state: { opacity: 0.5, names: ["a"] },
  });
  assert.throws(
    () => widget.set({ opacity: "half" as unknown as number }),
    /Mask\.opacity: expected number, found "half"/,
  );
  assert.throws(
    () => new AnyWidget({ name: "Bad", esm: "export default {}", state: { close: 1 } }),
    /a trait cannot be called "close"/,
  );
});

test("a missing page side is named", () => {
  playKernel();
  assert.throws(
    () => new AnyWidget({ name: "Lost", esm: "nowhere.ts", state: {} }),
    /nowhere\.ts: there is no such file/,
  );
});
