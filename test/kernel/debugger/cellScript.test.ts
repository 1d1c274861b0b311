// Positions of a cell in its script, and back.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { cellScript } from "../../../src/kernel/debugger/cellScript.js";
import { beginningOfLine, placeInSource } from "../../../src/kernel/debugger/mappedScript.js";
import { defaultSettings } from "../../../src/kernel/modules/project.js";
import { parseCell } from "../../../src/kernel/source/cellSource.js";
import { Redeclarations } from "../../../src/kernel/source/redeclarable.js";
import { toScript } from "../../../src/kernel/source/script.js";

const mapped = (code: string) =>
  cellScript("<Cell[1]>", toScript(parseCell(code), new Redeclarations(), defaultSettings));

/** Cells, each with the lines (from 0) at which breakpoints on its lines are set. */
const cells: [code: string, found: number[]][] = [
  ["const a: number = 1;\nlet b = a;\n\nb += 2;", [0, 1, 3, 3]],
  [
    "let a = 1;\n// nothing\ninterface Tile { size: number }\nfunction area(tile: Tile): number {\n  return tile.size ** 2;\n}\narea({ size: a });",
    [0, 3, 3, 3, 4, 5, 6],
  ],
  [
    "import { sep } from 'node:path';\nimport { join }\n  from 'node:path';\nawait Promise.resolve(sep);\nfor await (const x of [1]) {\n  console.log(x);\n}",
    [0, 1, 3, 3, 4, 5, 6],
  ],
  ["var one = 1,\n  two = one;\nfor (const i of [1]) {\n  var three = i;\n}", [0, 1, 2, 3, 4]],
  [
    "function dec(value: unknown, context: ClassMethodDecoratorContext) {}\nclass A {\n  @dec\n  f() {\n    return 1;\n  }\n}\nnew A().f();",
    [0, 1, 2, 3, 4, 5, 6, 7],
  ],
];

describe("cellScript", () => {
  for (const [code, found] of cells)
    test(`a line leads to the script, or the next line with code does: ${code.split("\n")[0]}`, () => {
      const script = mapped(code);
      const lines = code.split("\n").map((_, line) => {
        const place = beginningOfLine(script, line);
        return place && placeInSource(script, place).line;
      });
      assert.deepEqual(lines, found);
      assert.equal(beginningOfLine(script, code.split("\n").length), undefined);
    });

  test("a statement begins with its first word, also if that was replaced", () => {
    const code = "let before = 0;\nvar two = before + 1;\nconst three = two;";
    const script = toScript(parseCell(code), new Redeclarations(), defaultSettings).text.split("\n");
    for (const [line, start] of [
      [1, "(two = "],
      [2, "let three"],
    ] as const) {
      const place = beginningOfLine(mapped(code), line)!;
      assert.ok(script[place.line]!.slice(place.column).startsWith(start), script[place.line]);
    }
  });
});
