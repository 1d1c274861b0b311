import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { JSDOM } from "jsdom";
import { escapeXml } from "../../../../src/lib/base/drawing/escape.js";

describe("escapeXml", () => {
  const { DOMParser } = new JSDOM().window;
  const parse = (xml: string) => new DOMParser().parseFromString(xml, "application/xml").documentElement;

  test("gives a text back when an XML parser reads it, as content and as an attribute", () => {
    const text = fc.string({ unit: fc.constantFrom("a", " ", "&", "<", ">", "]", '"', "'", ";", "é") });
    fc.assert(
      fc.property(text, (any) => {
        const element = parse(`<e a="${escapeXml(any)}">${escapeXml(any)}</e>`);
        assert.equal(element.textContent, any);
        assert.equal(element.getAttribute("a"), any);
      }),
    );
  });
});
