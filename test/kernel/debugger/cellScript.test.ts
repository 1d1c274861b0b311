// A line of a cell is found in the script that the cell became, and a place in the script in the cell.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cellScript } from "../../../src/kernel/debugger/cellScript.js";
import { beginningOfLine, placeInSource } from "../../../src/kernel/debugger/mappedScript.js";
import { parseCell } from "../../../src/kernel/execution/cellSource.js";
import { Redeclarations } from "../../../src/kernel/execution/redeclarable.js";
import { toScript } from "../../../src/kernel/execution/script.js";

const cells = [
  "const a: number = 1;\nlet b = a;\nb += 2;",
  "interface Tile { size: number }\n\nfunction area(tile: Tile): number {\n  // squared\n  return tile.size ** 2;\n}\narea({ size: 1 });",
  "import { sep } from 'node:path';\nawait Promise.resolve(sep);\nfor await (const x of [1]) {\n  console.log(x);\n}",
  "function dec(value: unknown, context: ClassMethodDecoratorContext) {}\nclass A {\n  @dec\n  f() {\n    return 1;\n  }\n}\nnew A().f();",
  "enum Kind { Port = 1 }\nvar process = Kind.Port;\nprocess;",
];

for (const code of cells)
  test(`every line with code is found in the script and back: ${code.split("\n")[0]}`, () => {
    const script = toScript(parseCell(code), new Redeclarations(), "typescript");
    const known = cellScript("<Cell[1]>", script);
    const scriptLines = script.text.split("\n");
    for (const [line, text] of code.split("\n").entries()) {
      const place = beginningOfLine(known, line);
      if (!place) continue;
      const back = placeInSource(known, place);
      assert.ok(back.line >= line, `line ${line + 1} is not before itself`);
      const token = /^(?:[\p{ID_Continue}$]+|\S)/u.exec(scriptLines[place.line]!.slice(place.column))![0];
      assert.ok(code.split("\n")[back.line]!.slice(back.column).startsWith(token), text);
    }
    assert.equal(beginningOfLine(known, code.split("\n").length), undefined);
  });

test("a line without code is the next that has some", () => {
  const code = "let a = 1;\n\n// nothing\ninterface X { y: 1 }\na++;";
  const known = cellScript("<Cell[1]>", toScript(parseCell(code), new Redeclarations(), "typescript"));
  for (const line of [1, 2, 3, 4]) {
    const place = beginningOfLine(known, line)!;
    assert.equal(placeInSource(known, place).line, 4);
  }
});
