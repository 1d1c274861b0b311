// Messages of a page that does not follow the protocol change nothing and throw nothing.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { AnyWidget, Widget } from "../../../../src/kernel/widget/index.js";
import { anyWidgetSpec } from "../../../../src/kernel/widget/spec.js";
import * as generated from "../../../../src/widgets/generated/index.js";
import { pack, unpack } from "../../../../src/widgets/plotly/arrays.js";
import { openFromPage, type PlayedComm, playKernel } from "../../../support/kernelHost.js";

const comms: PlayedComm[] = playKernel();
const commOf = ({ modelId }: { modelId: string }) => comms.find(({ id }) => id === modelId)!;

const {
  Dropdown,
  DatePicker,
  FileUpload,
  FloatRangeSlider,
  HBox,
  Image,
  IntSlider,
  SelectMultiple,
  TagsInput,
} = generated;

/** A widget whose trait has a form of its own in the page, as a figure's data. */
class Packed extends Widget {
  constructor() {
    const codec = { encode: pack, decode: unpack };
    super(
      anyWidgetSpec("Packed", [
        { name: "data", type: "array", items: { type: "object" }, default: [], codec },
      ]),
    );
  }
}

/** Widgets of all kinds of traits. */
const widgets: Widget<Record<string, unknown>>[] = [
  new IntSlider(),
  new FloatRangeSlider(),
  new DatePicker(),
  new Dropdown({ options: ["a", "b"] }),
  new SelectMultiple({ options: ["a", "b"] }),
  new TagsInput(),
  new FileUpload(),
  new Image(),
  new HBox({ children: [new IntSlider()] }),
  new AnyWidget({
    name: "Own",
    esm: "export default {}",
    state: { list: [1], nested: { a: 1 }, bytes: new Uint8Array(2) },
  }),
  new Packed(),
] as never;
const names = [...new Set(widgets.flatMap((widget) => Object.keys(widget)))];

const key = fc.oneof(
  fc.constantFrom("__proto__", "constructor", "prototype", "toString", "0", "length", ...names),
  fc.string({ maxLength: 4 }),
);
const pathPart = fc.oneof(key, fc.integer({ min: -2, max: 5 }), fc.constant(null), fc.double());
const json = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constant({ year: "x", month: null }),
  fc.constant("IPY_MODEL_x"),
);
const state = fc.oneof(
  fc.dictionary(key, json, { maxKeys: 4 }),
  fc.constantFrom('{"__proto__": {"polluted": 1}, "value": 3}').map((text) => JSON.parse(text)),
  json,
);
const message = fc.record(
  {
    method: fc.oneof(fc.constantFrom("update", "custom", "request_state", "echo_update"), json),
    state,
    buffer_paths: fc.oneof(fc.array(fc.array(pathPart, { maxLength: 4 }), { maxLength: 3 }), json),
    content: fc.oneof(fc.record({ event: fc.oneof(key, json) }), json),
  },
  { requiredKeys: [] },
);
const buffers = fc.array(fc.uint8Array({ maxLength: 9 }), { maxLength: 3 });

describe("a message of the page", () => {
  test("throws nothing, pollutes no prototype, and leaves values that the traits accept", () => {
    fc.assert(
      fc.property(fc.nat(widgets.length - 1), message, buffers, (index, data, bytes) => {
        const widget = widgets[index]!;
        commOf(widget).receive(structuredClone(data) as never, bytes);
        assert.deepEqual(Object.keys(Object.prototype), []);
        assert.equal(Object.getPrototypeOf({}).polluted, undefined);
        assert.ok(!("0" in Object.prototype) && !("polluted" in Array.prototype));
        // The widget accepts its own state again, so the message has left no invalid value.
        const own = Object.keys(widget).filter((name) => !name.startsWith("_"));
        widget.set(Object.fromEntries(own.map((name) => [name, widget.get(name)])));
        widget.fullState();
      }),
      { numRuns: 3000, seed: 17 },
    );
  });

  test("over the control comm throws nothing", () => {
    const control = openFromPage("jupyter.widget.control");
    fc.assert(
      fc.property(message, buffers, (data, bytes) => control.receive(data as never, bytes)),
      { numRuns: 200 },
    );
  });

  test("with buffers that do not fit its state changes nothing, and the page gets the current value", async () => {
    const fresh = playKernel(); // Its back-pressure has no messages behind it.
    const image = new Image({ value: Uint8Array.of(1, 2) });
    const comm = fresh.find(({ id }) => id === image.modelId)!;
    for (const paths of [
      [["value"], ["value"]],
      [["__proto__", "value"]],
      [["none", "value"]],
      [[]],
      "value",
      [[0]],
    ]) {
      comm.receive({ method: "update", state: { format: "png" }, buffer_paths: paths as never }, [
        Uint8Array.of(9),
      ]);
      assert.deepEqual([...(image.value as Uint8Array)], [1, 2]);
    }
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(comm.sent.at(-1), { method: "update", state: { format: "png" }, buffer_paths: [] });
    comm.receive({ method: "update", state: {}, buffer_paths: [["value"]] }, [Uint8Array.of(9)]);
    assert.deepEqual([...(image.value as Uint8Array)], [9]);
  });
});
