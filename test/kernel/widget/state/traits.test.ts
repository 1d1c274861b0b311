// Values that traits refuse, and the messages.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkTrait, type Trait } from "../../../../src/kernel/widget/state/traits.js";
import { Button, ControllerButton, Layout } from "../../../../src/widgets/generated/index.js";
import { playKernel } from "../../../support/kernelHost.js";

const trait = (of: Partial<Trait> & Pick<Trait, "type">): Trait => ({ name: "value", default: null, ...of });
const refusals: [Trait, unknown, string][] = [
  [trait({ type: "int" }), 1.5, "expected a whole number, found 1.5"],
  [trait({ type: "int", allowNone: true }), "3", 'expected a whole number or null, found "3"'],
  [trait({ type: "float" }), null, "expected number, found null"],
  [trait({ type: "string", enum: ["info", ""] }), "loud", 'expected one of "info", "", found "loud"'],
  [
    trait({ type: "array", items: { type: "string" } }),
    ["a", 1],
    'expected an array of string, found ["a", 1]',
  ],
  [
    trait({ type: "tuple", of: [{ type: "int" }, { type: "int" }] }),
    [1],
    "expected [a whole number, a whole number], found [1]",
  ],
  [trait({ type: "date" }), new Date(Number.NaN), "expected a Date (a day, at midnight UTC), found Date"],
  [trait({ type: "bytes" }), "text", 'expected bytes (a typed array or an ArrayBuffer), found "text"'],
  [
    trait({ type: "union", of: [{ type: "int" }, { type: "string", enum: ["any"] }] }),
    "some",
    'expected a whole number or one of "any", found "some"',
  ],
];

describe("checkTrait", () => {
  for (const [refuses, value, words] of refusals) {
    test(`a trait of type ${refuses.type} is refused with its name, its type and the value: ${words}`, () => {
      assert.throws(() => checkTrait("Widget", refuses, value), {
        name: "WidgetError",
        message: `Widget.value: ${words}.`,
      });
    });
  }

  test("a reference accepts the widget that it names and no other", () => {
    playKernel();
    const layout = trait({ type: "reference", widget: "Layout" });
    checkTrait("Button", layout, new Layout());
    assert.throws(() => checkTrait("Button", layout, new Button()), /expected a Layout, found Button/);
    const parts = trait({ type: "array", items: { type: "reference", widget: "ControllerButton" } });
    checkTrait("Controller", parts, [new ControllerButton()]);
  });
});
