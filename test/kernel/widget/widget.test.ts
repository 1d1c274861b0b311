// Messages between a widget and its page (widget messaging protocol 2.1).
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { Button, FileUpload, HBox, Image, IntSlider, Layout } from "../../../src/widgets/generated/index.js";
import { openFromPage, type PlayedComm, playKernel } from "../../support/kernelHost.js";

let comms: PlayedComm[];
beforeEach(() => {
  comms = playKernel();
});

const turn = () => new Promise((resolve) => setImmediate(resolve));
const commOf = ({ modelId }: { modelId: string }) => comms.find(({ id }) => id === modelId)!;
const update = (state: object) => ({ method: "update", state: state as never, buffer_paths: [] });

describe("Widget", () => {
  test("changes of one turn are one message with the newest values", async () => {
    const slider = new IntSlider();
    for (let i = 0; i < 50; i++) slider.value = i;
    slider.description = "epochs";
    await turn();
    assert.deepEqual(commOf(slider).sent.slice(1), [update({ value: 49, description: "epochs" })]);
  });

  test("a value from the page is echoed unchanged, before observers run and their changes are sent", async () => {
    const slider = new IntSlider();
    slider.observe("value", ({ old, new: value }) => slider.set({ description: `${old} → ${value}` }));
    commOf(slider).receive(update({ value: 7 }));
    await turn();
    const [, echo, after] = commOf(slider).sent;
    assert.deepEqual(echo, { method: "echo_update", state: { value: 7 }, buffer_paths: [] });
    assert.deepEqual(after, update({ description: "0 → 7" }));
    assert.equal(slider.value, 7);
  });

  test("a value that a bound moves, or that a trait refuses, is answered with the current value", async () => {
    const slider = new IntSlider({ max: 10, value: 3 });
    commOf(slider).receive(update({ value: 99 }));
    await turn();
    assert.equal(slider.value, 10);
    assert.deepEqual(commOf(slider).sent.at(-1), update({ value: 10 }));
    commOf(slider).receive(update({ value: "many" }));
    await turn();
    assert.equal(slider.value, 10);
    assert.deepEqual(commOf(slider).sent.at(-1), update({ value: 10 }));
  });

  test("a change that one trait refuses changes nothing", () => {
    const slider = new IntSlider();
    assert.throws(() => slider.set({ description: "x", value: 0.5 }), /IntSlider\.value/);
    assert.equal(slider.description, "");
  });

  test("an observer is called for differences only, until it is removed", () => {
    const box = new HBox();
    const seen: number[] = [];
    const observer = ({ new: children }: { new: readonly unknown[] }) => void seen.push(children.length);
    box.observe("children", observer);
    const button = new Button();
    box.children = [button];
    box.children = [button];
    box.unobserve("children", observer);
    box.children = [];
    assert.deepEqual(seen, [1]);
    assert.throws(
      () => box.observe("child" as "children", observer),
      /^WidgetError: HBox: expected the name of a trait \(.*children.*\), found "child"; /,
    );
  });

  test("a failing observer keeps no other from running", () => {
    const slider = new IntSlider();
    let seen = 0;
    slider.observe("value", () => {
      throw new Error("first");
    });
    slider.observe("value", ({ new: value }) => {
      seen = value;
    });
    assert.throws(() => slider.set({ value: 5 }), /first/);
    assert.equal(seen, 5);
  });

  test("a button's click reaches its handlers until they are removed", () => {
    const button = new Button();
    let clicks = 0;
    const end = button.on("click", () => {
      clicks += 1;
    });
    const click = { method: "custom", content: { event: "click" } };
    commOf(button).receive(click);
    end();
    commOf(button).receive(click);
    assert.equal(clicks, 1);
  });

  test("a layout is a typed object, also if made from a plain one, and is shared by reference", async () => {
    const layout = new Layout({ width: "50%" });
    const [one, two] = [
      new Button({ layout }),
      new Button({ layout: { width: "10px" }, style: { button_color: "red" } }),
    ];
    assert.equal((commOf(one).sent[0]!.state as { layout: string }).layout, `IPY_MODEL_${layout.modelId}`);
    assert.ok(two.layout instanceof Layout);
    two.layout.width = "20px";
    await turn();
    assert.deepEqual(commOf(two.layout).sent.at(-1), update({ width: "20px" }));
    assert.equal(two.style.button_color, "red");
  });

  test("bytes are sent beside the state, both ways, and an upload is not echoed", async () => {
    const image = new Image({ value: new Uint8Array([1, 2, 3]) });
    assert.deepEqual(commOf(image).sent[0]!.buffer_paths, [["value"]]);
    assert.deepEqual(commOf(image).buffers[0]![0], new Uint8Array([1, 2, 3]));
    const upload = new FileUpload();
    const file = { name: "a.bin", type: "", size: 2, last_modified: 0 };
    const bytes = Buffer.from([9, 8]);
    commOf(upload).receive(
      { method: "update", state: { value: [file] }, buffer_paths: [["value", 0, "content"]] },
      [bytes],
    );
    await turn();
    assert.deepEqual(upload.value, [{ ...file, content: new Uint8Array([9, 8]) }]);
    assert.equal(commOf(upload).sent.length, 1);
  });

  test("a page that is loaded again gets every open widget with its state and bytes over the control comm", () => {
    const image = new Image({ value: new Uint8Array([4]) });
    const slider = new IntSlider({ value: 12 });
    const gone = new Button();
    gone.close();
    const control = openFromPage("jupyter.widget.control");
    control.receive({ method: "request_states" });
    const { method, states, buffer_paths } = control.sent[0] as {
      method: string;
      states: Record<string, { model_name: string; state: Record<string, unknown> }>;
      buffer_paths: unknown[][];
    };
    assert.equal(method, "update_states");
    assert.equal(states[slider.modelId]!.model_name, "IntSliderModel");
    assert.equal(states[slider.modelId]!.state.value, 12);
    assert.ok(!(gone.modelId in states));
    const place = buffer_paths.findIndex((path) => path[0] === image.modelId);
    assert.deepEqual(buffer_paths[place], [image.modelId, "state", "value"]);
    assert.deepEqual(control.buffers[0]![place], new Uint8Array([4]));
  });

  test("a closed widget sends nothing more", async () => {
    const slider = new IntSlider();
    slider.value = 1;
    slider.close();
    slider.value = 2;
    await turn();
    assert.equal(commOf(slider).sent.length, 1);
  });
});
