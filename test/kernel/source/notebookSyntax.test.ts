// Cells with syntax of notebooks and scripts, as TypeScript.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: cells hold templates
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { CellSyntaxError } from "../../../src/kernel/source/cellSource.js";
import { parseNotebookCell } from "../../../src/kernel/source/notebookCell.js";
import { toTypeScript } from "../../../src/kernel/source/notebookSyntax.js";

const known = (name: string) => name === "ready" || name in globalThis;
const textOf = (code: string) => toTypeScript(code, known).text;

describe("toTypeScript", () => {
  const rewritten: Record<string, string> = {
    "{a: 1, b: 2}": "({a: 1, b: 2})",
    "{a: 1}": "({a: 1})",
    "{}": "({})",
    "{ ready }": "({ ready })",
    "{a: 1, b: 2};": "({a: 1, b: 2})",
    "{a: 1, b: 2} // both": "({a: 1, b: 2} // both\n)",
    "// both\n{a: 1, b: 2};": "// both\n({a: 1, b: 2})",
    "{a: 1, b: 2}; // both": "({a: 1, b: 2} // both\n)",
    "{...ready, a() { return 1 }}": "({...ready, a() { return 1 }})",
    "{a: 1, b: 2}.a": "({a: 1, b: 2}.a)",
    "{a: 1, b: 2} as const": "({a: 1, b: 2} as const)",
    "#!/usr/bin/env node\n1": "///usr/bin/env node\n1",
    "!ls": 'await __shell("ls");',
    "!!ls": 'await __shell("ls");',
    "!ls -la": 'await __shell("ls -la");',
    "!ls | grep 'a b'": "await __shell(\"ls | grep 'a b'\");",
    "!npm install left-pad\nimport pad from 'left-pad';":
      "await __shell(\"npm install left-pad\");\nimport pad from 'left-pad';",
    "  !git status": '  await __shell("git status");',
    "!echo a \\\n  b\n1": 'await __shell("echo a \\\\\\n  b");\n\n1',
    "!pwd\n!ready": 'await __shell("pwd");\n!ready',
  };
  for (const [code, text] of Object.entries(rewritten))
    test(`rewrites ${JSON.stringify(code)}`, () => assert.equal(textOf(code), text));

  for (const code of [
    "{ const x = 1; x }",
    "{ console.log(1) }",
    "{ ready; }",
    "{ a: for (const x of []) break a }",
    "{ await ready }",
    "{ a: 1 }\n2",
    "1;\n{ a: 1 }",
    "!ready",
    "!ready && ready",
    "!Object.keys({}).length",
    "!call()",
    "!other.member",
    "const wanted = false;\n!wanted",
    "`\n!ls\n%time\n`",
    "const t = `${1}\n!ls`;",
    "7\n%ready",
    "ready?\n1\n: 2",
    "({a: 1})",
    "a b c",
    "{a: 1, b: }",
  ])
    test(`leaves ${JSON.stringify(code)} as it is`, () => assert.equal(textOf(code), code));

  const advised: Record<string, RegExp> = {
    "%time f()": /^%time: .*console\.time/,
    "%matplotlib inline": /^%matplotlib: .*leave it out/,
    "%%bash\nls -la | wc": /^%%bash: .*!command/,
    "%%html\n<b>bold</b>": /^%%html: .*html`…`/,
    "%%unheard of\na b": /^%%unheard: /,
    "const a = 1;\n%cd data": /^%cd: .*process\.chdir/,
    "ready?": /^ready\?: .*Shift\+Tab/,
    "ready.member??": /^ready\.member\?\?: /,
    "?ready": /^\?ready: /,
    "!cd data": /^!cd: .*process\.chdir\("data"\)/,
    "!cd data\n!ls -la | wc": /^!cd: /,
  };
  for (const [code, message] of Object.entries(advised))
    test(`refuses ${JSON.stringify(code)} with one sentence`, () =>
      assert.throws(
        () => textOf(code),
        (error) => {
          assert.ok(error instanceof CellSyntaxError);
          assert.match(error.message, message);
          assert.match(error.message, /^[^\n]+\.$/);
          return true;
        },
      ));

  test("keeps each line at its number and maps each offset into its line", () => {
    const line = fc.constantFrom(
      ..."!ls -la|const a = 1;|{a: 1, b: 2}|#!/usr/bin/env node|x b|%time|a?|`|f(1)|// c||!echo \\|{".split(
        "|",
      ),
    );
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), (lines) => {
        const code = lines.join("\n");
        let made: ReturnType<typeof toTypeScript>;
        try {
          made = toTypeScript(code, known);
        } catch (error) {
          assert.ok(error instanceof CellSyntaxError);
          assert.ok(error.offset >= 0 && error.offset <= code.length);
          return;
        }
        const { text, origin } = made;
        const added = text.split("\n").length - lines.length;
        assert.ok(added === 0 || (added === 1 && text.endsWith("\n)")));
        const lineAt = (source: string, offset: number) => source.slice(0, offset).split("\n").length;
        for (let offset = 0; offset < text.length; offset++) {
          const found = origin(offset);
          assert.ok(found >= 0 && found <= code.length);
          if (!/[!\\]/.test(code) && text[offset] !== ")")
            assert.equal(lineAt(code, found), lineAt(text, offset));
        }
      }),
      { numRuns: 500 },
    );
  });
});

test("parseNotebookCell keeps the code of the cell and the offset of a syntax error", () => {
  assert.equal(parseNotebookCell("{a: 1, b: 2}", known).code, "{a: 1, b: 2}");
  assert.throws(
    () => parseNotebookCell("#!/bin/node\nconst x = ;", known),
    (error) => error instanceof CellSyntaxError && error.offset === 22,
  );
});
