// `html`, `markdown`, `svg`, `latex` and `json` as functions and as template tags.

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts and cells hold templates
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { html, json, latex, markdown, svg } from "../../../../src/kernel/output/helpers/markup.js";
import { bundleOf } from "../../../../src/kernel/output/mimeBundle.js";
import { kernelOfTests } from "../../../support/kernel.js";
import { notBuilt, resultOf, shown } from "../../../support/kernelClient.js";

describe("the helpers of cells", () => {
  test("show a text by its MIME type, and itself in a front end without that type", () => {
    assert.deepEqual(bundleOf(html("<b>1</b>")), { "text/html": "<b>1</b>", "text/plain": "<b>1</b>" });
    assert.deepEqual(bundleOf(markdown("*1*")), { "text/markdown": "*1*", "text/plain": "*1*" });
    assert.deepEqual(bundleOf(svg("<svg/>")), {
      "image/svg+xml": "<svg/>",
      "text/plain": "<image/svg+xml of 6 characters>",
    });
    assert.deepEqual(bundleOf(json({ a: [1] })), {
      "application/json": { a: [1] },
      "text/plain": "{ a: [ 1 ] }",
    });
  });

  test("are template tags that insert values, lists without commas, and each other", () => {
    const items = ["a", 2].map((text) => html`<li>${text}</li>`);
    assert.equal(
      String(html`<ul>${items}</ul>${undefined}${null}${0}${false}`),
      "<ul><li>a</li><li>2</li></ul>0false",
    );
    assert.equal(String(svg`<svg>${svg`<g/>`}\n</svg>`), "<svg><g/>\n</svg>");
  });

  test("keep the backslashes of formulas in templates", () => {
    assert.equal(
      String(markdown`\`f\` is $\frac{\alpha}{2}$, ${1}\${2}`),
      "`f` is $\\frac{\\alpha}{2}$, 1${2}",
    );
    assert.equal(String(latex`$\unknown$`), "$\\unknown$");
    assert.equal(String(html`\unknown`), "\\unknown");
  });

  test("make a formula of LaTeX without delimiters", () => {
    assert.equal(String(latex`\sum_k k`), "$\\displaystyle \\sum_k k$");
    for (const text of ["$x$", "\\(x\\)", "\\[x\\]", "\\begin{align}x\\end{align}"])
      assert.equal(String(latex(text)), text);
  });
});

describe("in a cell", { skip: notBuilt }, () => {
  const kernel = kernelOfTests();

  test("a helper is a typed global with documentation, which a cell may redeclare", async () => {
    const { published } = await kernel().execute("const part: Displayable = html`<i>${1}</i>`; part");
    assert.equal(shown(published)!["text/html"], "<i>1</i>");
    const code = "latex";
    const { reply } = await kernel().request("inspect_request", { code, cursor_pos: 3, detail_level: 0 });
    assert.match(JSON.stringify(reply.data), /function latex\(.*A text without delimiters/);
    assert.match(String((await kernel().execute("html(5)")).reply.evalue), /^TS2345/);
    assert.equal(await resultOf(kernel(), "const json = 1, image = [2]; json + image[0]"), "3");
  });

  test("display shows several values in order, and resolves to their handles", async () => {
    const { published } = await kernel().execute(
      "const [one, two] = await display(1, html`<b>2</b>`); await two.update(3); display('a', 'b')",
    );
    const outputs = published.flatMap(({ header, content }) =>
      content.data ? [`${header.msg_type} ${(content.data as Record<string, string>)["text/plain"]}`] : [],
    );
    assert.deepEqual(outputs, [
      "display_data 1",
      "display_data <b>2</b>",
      "update_display_data 3",
      "display_data 'a'",
      "display_data 'b'",
    ]);
  });
});
