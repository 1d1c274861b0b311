// AnyWidget: typed state, page sides from files, and their reload during development.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { displaySymbol } from "typescript-lab";
import { AnyWidget } from "../../../src/kernel/widget/anyWidget.js";
import { type PlayedComm, playKernel } from "../../support/kernelHost.js";

describe("AnyWidget", () => {
  test("the page side is bundled from TypeScript with its imports, and CSS is read", () => {
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

  test("a changed file reaches the open page during development", async () => {
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
    // A watched file does not keep a process alive, so a timer does.
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

  test("its state is typed properties, and the page side knows its model", () => {
    const comms = playKernel();
    const widget = new AnyWidget({ name: "Counter", esm: "export default {}", state: { count: 1 } });
    widget.count += 1;
    assert.equal(widget.get("count"), 2);
    const { id, sent } = comms.at(-1)!;
    assert.equal(widget.modelId, id);
    assert.equal((sent[0]!.state as { _model_id: string })._model_id, id);
  });

  test("a state keeps the types of its first values, and cannot hide members of widgets", () => {
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
      /^WidgetError: Bad: expected names of traits that a widget does not use itself, found "close"; /,
    );
  });

  test("a missing page side is named", () => {
    playKernel();
    assert.throws(
      () => new AnyWidget({ name: "Lost", esm: "nowhere.ts", state: {} }),
      /nowhere\.ts: expected a file with a widget's page side, found none; /,
    );
  });

  describe("a class that extends AnyWidget", () => {
    class Counter extends AnyWidget {
      static esm = "export default { render() {} }";
      static css = ".count { color: red }";
      count = 1;
      label = "clicks";
      #secret = 7;
      readonly double = () => this.count * 2 + this.#secret;
    }
    const stateOf = (comms: PlayedComm[]) => comms.at(-1)!.sent[0]!.state as Record<string, unknown>;

    test("shares its public fields with the page, and neither private fields nor functions", () => {
      const comms = playKernel();
      const counter = new Counter();
      counter.count = 5;
      assert.equal(counter.modelId, comms.at(-1)!.id);
      const { _esm, _css, count, label, ...others } = stateOf(comms);
      assert.match(String(_esm), /export default/);
      assert.deepEqual([_css, count, label], [Counter.css, 5, "clicks"]);
      assert.ok(!("double" in others));
      assert.equal(counter.double(), 17);
    });

    test("changes both ways with typed observers, and refuses another type", async () => {
      const comms = playKernel();
      const counter = new Counter();
      const seen: number[] = [];
      counter.observe("count", ({ old, new: count }) => seen.push(count - old));
      comms.at(-1)!.receive({ method: "update", state: { count: 4 }, buffer_paths: [] });
      counter.count += 10;
      counter.set({ count: counter.get("count") + 1, label: "all" });
      assert.deepEqual([seen, counter.count, counter.label], [[3, 10, 1], 15, "all"]);
      await new Promise((resolve) => setImmediate(resolve));
      const changes = { count: 15, label: "all" };
      assert.deepEqual(comms.at(-1)!.sent.at(-1), { method: "update", state: changes, buffer_paths: [] });
      assert.throws(
        () => Object.assign(counter, { count: "six" }),
        /Counter\.count: expected number, found "six"/,
      );
    });

    test("may observe in its constructor, be extended, and be shown by its fields", async () => {
      playKernel();
      class Twice extends Counter {
        #doubled = 0;
        constructor() {
          super();
          this.observe("count", ({ new: count }) => {
            this.#doubled = 2 * count;
          });
        }
        get doubled() {
          return this.#doubled;
        }
      }
      const twice = new Twice();
      twice.count = 8;
      assert.equal(twice.doubled, 16);
      assert.equal(inspect(twice), "Twice({ count: 8, label: 'clicks' })");
      const bundle = await twice[displaySymbol]();
      assert.ok("application/vnd.jupyter.widget-view+json" in bundle);
    });

    test("names what it lacks: a page side, a first value, a name that is free", () => {
      playKernel();
      class NoPage extends AnyWidget {
        count = 1;
      }
      class NoValue extends AnyWidget {
        static esm = "export default {}";
        name?: string;
      }
      class Taken extends AnyWidget {
        static esm = "export default {}";
        override close = 1 as never;
      }
      const lost = new NoPage();
      for (let i = 0; i < 2; i++)
        assert.throws(() => lost.modelId, /^WidgetError: NoPage\.esm: expected .*, found undefined; /);
      assert.throws(
        () => new NoValue().modelId,
        /^WidgetError: NoValue\.name: expected .*, found undefined; /,
      );
      assert.throws(() => new Taken().modelId, /^WidgetError: Taken: expected .*, found "close"; /);
    });
  });
});
