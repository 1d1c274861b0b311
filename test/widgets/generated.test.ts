// The generated classes, compared with their specification.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { test } from "node:test";
import type { Trait, WidgetSpec } from "typescript-lab/widget/spec";
import * as generated from "../../src/widgets/generated/index.js";
import { playKernel } from "../support/kernelHost.js";
import { root } from "../support/venv.js";

interface Model {
  model: { name: string; module: string; version: string };
  attributes: { name: string; default: unknown; type: string | string[]; help?: string }[];
}

const file = createRequire(import.meta.url).resolve(
  "@jupyter-widgets/schema/jupyterwidgetmodels.latest.json",
);
const models = (JSON.parse(readFileSync(file, "utf8")) as Model[]).filter(
  ({ model }) => model.name !== "DOMWidgetModel",
);
const classes = generated as unknown as Record<string, { new (state?: object): object; spec: WidgetSpec }>;
const identity = /^_(model|view)_/;

test("every model of the specification is a class with every trait, its default and its doc comment", () => {
  const folder = `${root}src/widgets/generated/`;
  const sources = readdirSync(folder).map((name) => readFileSync(folder + name, "utf8"));
  const text = sources.join("").replace(/\s+/g, " ");
  for (const { model, attributes } of models) {
    const made = classes[model.name.replace(/Model$/, "")];
    assert.ok(made, model.name);
    assert.deepEqual(made.spec.model, model);
    const expected = attributes.filter(({ name }) => !identity.test(name));
    assert.deepEqual(
      made.spec.traits.map(({ name }) => name).sort(),
      expected.map(({ name }) => name).sort(),
    );
    for (const { name, default: usual, type, help } of expected) {
      const trait: Trait = made.spec.traits.find((one) => one.name === name)!;
      if (type !== "reference" && type !== "bytes")
        assert.deepEqual(trait.default, usual, `${model.name}.${name}`);
      if (help) assert.ok(text.includes(help.replace(/\s+/g, " ").trim()), help);
    }
  }
});

test("the committed files are the generator's output", async () => {
  const { generatedFiles } = (await import(join(root, "scripts/generate-widgets/files.mjs"))) as {
    generatedFiles: () => Map<string, string>;
  };
  const files = generatedFiles();
  for (const [path, text] of files) assert.equal(readFileSync(join(root, path), "utf8"), text, path);
  assert.deepEqual(
    readdirSync(join(root, "src/widgets/generated")).sort(),
    [...files.keys()].map((path) => basename(path)).sort(),
  );
});

test("no generated type is any, unknown or an array of them", () => {
  const folder = `${root}src/widgets/generated/`;
  for (const name of readdirSync(folder))
    assert.doesNotMatch(readFileSync(folder + name, "utf8"), /: (readonly )?\(?(any|unknown|object)\b/, name);
});

test("every class can be made from nothing and sends its whole state to the page", () => {
  const comms = playKernel();
  for (const [name, Made] of Object.entries(classes)) {
    new Made(name.startsWith("Select") ? { options: ["a"] } : {});
    const { state } = comms.at(-1)!.sent[0] as { state: Record<string, unknown> };
    assert.equal(state._model_name, `${name}Model`);
    for (const { name: trait, type } of Made.spec.traits)
      if (type !== "bytes") assert.ok(trait in state, `${name}.${trait}`);
  }
});
