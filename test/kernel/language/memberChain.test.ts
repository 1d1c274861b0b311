// The object before a member that is being typed. `‸` marks the start of the member.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { memberChain } from "../../../src/kernel/language/memberChain.js";

describe("memberChain", () => {
  const objects: Record<string, string | undefined> = {
    "data.‸": "data",
    "x = data.rows[0]?.‸": "data.rows[0]",
    "f(a.b, c.‸": "c",
    "`${data.‸": "data",
    "{ ...data.‸": "data",
    "!data.‸": "data",
    'data["a b"].‸': 'data["a b"]',
    'data["‸': "data",
    "data?.['‸": "data",
    "data!.a!.‸": "data.a",
    "JSON.parse(text).‸": "JSON.parse(text)",
    "JSON.parse(data.text).a.‸": "JSON.parse(data.text).a",
    "import.meta.‸": "__importMeta",
    "größe.‸": "größe",
    "call().‸": undefined,
    "call().a.‸": undefined,
    "a.call(b).c.‸": undefined,
    "(a).b.‸": undefined,
    "JSON.parse(read()).‸": undefined,
    "data[i].‸": undefined,
    "data[call()].‸": undefined,
    "data\n  .‸": "data",
    '"text".‸': undefined,
    "1.‸": undefined,
    "a = ‸": undefined,
    "‸": undefined,
  };
  for (const [marked, object] of Object.entries(objects))
    test(`finds ${object ?? "nothing"} in ${JSON.stringify(marked)}`, () =>
      assert.equal(memberChain(marked.replace("‸", ""))?.object, object));

  test("finds no call but JSON.parse, and takes little time, in any code", () => {
    const piece = fc.constantFrom(..."a . ?. [0] [' \" ( ) ! ; JSON.parse( text ` ${ \n => 1 é".split(" "));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 200 }), (pieces) => {
        const object = memberChain(`${pieces.join("")}.`)?.object ?? "";
        assert.doesNotMatch(object.replace(/^JSON\.parse\(/, ""), /\(/);
      }),
      { numRuns: 2000 },
    );
  });
});
