// `npm run check` refuses each import between rooms that the table in scripts/check/rooms.mjs does not allow, and the
// diagram in ARCHITECTURE.md shows that table.
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { after, before, describe, test } from "node:test";
import { root, run } from "../support/venv.js";

const { rooms } = (await import(join(root, "scripts", "check", "rooms.mjs"))) as {
  rooms: Record<string, string[]>;
};

type Import = readonly [from: string, to: string];

const forbidden: Record<string, Import[]> = {
  "the kernel imports the library, the widgets, the course or the command": [
    ["src/kernel/execution/a.ts", "src/lib/base/errors.ts"],
    ["src/kernel/execution/b.ts", "src/widgets/core/selection.ts"],
    ["src/kernel/requests/c.ts", "src/course/check.ts"],
    ["src/kernel/main.ts", "src/cli/main.ts"],
  ],
  "the kernel's widget class imports the kernel or the library": [
    ["src/kernel/widget/a.ts", "src/kernel/protocol/wire.ts"],
    ["src/kernel/widget/state/b.ts", "src/lib/base/errors.ts"],
    ["src/kernel/widget/c.ts", "src/widgets/core/selection.ts"],
  ],
  "the kernel imports its widget class": [["src/kernel/output/d.ts", "src/kernel/widget/widget.ts"]],
  "the contract of the host imports the kernel": [["src/kernel/host/a.ts", "src/kernel/protocol/wire.ts"]],
  "a generic widget imports the library or a view": [
    ["src/widgets/core/a.ts", "src/lib/base/errors.ts"],
    ["src/widgets/plotly/b.ts", "src/widgets/views/index.ts"],
    ["src/widgets/index.ts", "src/widgets/views/index.ts"],
    ["src/widgets/browser/c.ts", "src/lib/base/colorMaps.ts"],
    ["src/widgets/export/d.ts", "src/kernel/protocol/wire.ts"],
  ],
  "a view imports the kernel": [["src/widgets/views/a.ts", "src/kernel/requests/handlers.ts"]],
  "the library imports the widgets, the kernel, the command or the course": [
    ["src/lib/models/a.ts", "src/widgets/core/selection.ts"],
    ["src/lib/reports/b.ts", "src/kernel/host/host.ts"],
    ["src/lib/training/c.ts", "src/cli/table.ts"],
    ["src/lib/index.ts", "src/course/check.ts"],
  ],
  "the library imports the kernel by the name of its package": [
    ["src/lib/models/c.ts", "typescript-lab"],
    ["src/lib/data/b.ts", "typescript-lab/widget"],
  ],
  "a layer of the library imports a layer above it": [
    ["src/lib/base/a.ts", "src/lib/text/tokenize.ts"],
    ["src/lib/text/a.ts", "src/lib/data/dataset.ts"],
    ["src/lib/similarity/a.ts", "src/lib/data/dataset.ts"],
    ["src/lib/data/a.ts", "src/lib/engine/engines.ts"],
    ["src/lib/engine/a.ts", "src/lib/nn/linear.ts"],
    ["src/lib/nn/a.ts", "src/lib/losses/hinge.ts"],
    ["src/lib/losses/a.ts", "src/lib/checkpoint/safetensors.ts"],
    ["src/lib/checkpoint/a.ts", "src/lib/models/createModel.ts"],
    ["src/lib/models/b.ts", "src/lib/retrieval/encode.ts"],
    ["src/lib/retrieval/a.ts", "src/lib/evaluation/evaluate.ts"],
    ["src/lib/evaluation/a.ts", "src/lib/localization/tiles.ts"],
    ["src/lib/localization/a.ts", "src/lib/training/fit.ts"],
    ["src/lib/training/d.ts", "src/lib/reports/figures.ts"],
    ["src/lib/reports/c.ts", "src/lib/engine/engines.ts"],
    ["src/lib/retrieval/d.ts", "src/lib/index.ts"],
  ],
  "the command or the course imports more than its rooms": [
    ["src/cli/a.ts", "src/widgets/core/selection.ts"],
    ["src/cli/b.ts", "src/kernel/protocol/wire.ts"],
    ["src/course/c.ts", "src/widgets/core/selection.ts"],
    ["src/course/d.ts", "src/cli/table.ts"],
  ],
  "a folder is no room": [["src/lib/utils/a.ts", "src/lib/base/errors.ts"]],
};

const allowed: Import[] = [
  ["src/kernel/widget/allowed.ts", "src/kernel/host/host.ts"],
  ["src/kernel/requests/allowed.ts", "src/kernel/protocol/wire.ts"],
  ["src/widgets/core/allowed.ts", "src/kernel/widget/widget.ts"],
  ["src/widgets/views/allowed.ts", "src/widgets/core/selection.ts"],
  ["src/widgets/views/allowed2.ts", "src/lib/reports/figures.ts"],
  ["src/lib/training/allowed.ts", "src/lib/losses/hinge.ts"],
  ["src/course/allowed.ts", "src/lib/index.ts"],
  ["src/cli/allowed.ts", "src/kernel/install/kernelspec.ts"],
];

/** Entries of the kernel's package, as tsconfig.json resolves them. */
const packages: Record<string, string> = {
  "typescript-lab": "src/kernel/host/index.ts",
  "typescript-lab/widget": "src/kernel/widget/index.ts",
};
const fileOf = (target: string) => packages[target] ?? target;

describe("the rooms of src", () => {
  const folder = mkdtempSync(join(tmpdir(), "rooms-"));
  let found: { from: string; to: string; rule: { name: string } }[];

  before(async () => {
    const imports = [...Object.values(forbidden).flat(), ...allowed];
    for (const [, to] of imports) write(fileOf(to), "export type Name = string;\n");
    for (const [from, to] of imports) {
      const path = relative(dirname(from), to).replace(/\.ts$/, ".js");
      const specifier = to in packages ? to : path.startsWith(".") ? path : `./${path}`;
      write(from, `export type { Name } from "${specifier}";\n`);
    }
    write("src/lib/text/circle.ts", 'import type { B } from "./circleB.js";\nexport type A = B;\n');
    write("src/lib/text/circleB.ts", 'import type { A } from "./circle.js";\nexport type B = A;\n');
    copyFileSync(join(root, "tsconfig.json"), join(folder, "tsconfig.json"));
    const command = join(root, "node_modules", "dependency-cruiser", "bin", "dependency-cruise.mjs");
    const table = join(root, "scripts", "check", "rooms.mjs");
    const { stdout } = await run(
      process.execPath,
      [command, "--config", table, "--output-type", "json", "src"],
      { cwd: folder },
    );
    found = JSON.parse(stdout).summary.violations;
  });
  after(() => rmSync(folder, { recursive: true }));

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }

  for (const [name, imports] of Object.entries(forbidden)) {
    test(`refused: ${name}`, () => {
      for (const [from, to] of imports) {
        assert.ok(
          found.some((one) => one.from === from && one.to === fileOf(to)),
          `${from} imports ${to}`,
        );
      }
    });
  }

  test("refused: a circle of imports, of types too", () => {
    assert.ok(
      found.some(({ from, rule }) => from === "src/lib/text/circle.ts" && rule.name.includes("circle")),
    );
  });

  test("allowed: the imports that the table names", () => {
    const sources = new Set(allowed.map(([from]) => from));
    assert.deepEqual(
      found.filter(({ from }) => sources.has(from)),
      [],
    );
  });
});

/** Reads the arrows of the diagram in ARCHITECTURE.md, as rooms. */
function diagramArrows(): { from: string; to: string }[] {
  const [, diagram] = /```mermaid\n([\s\S]*?)```/.exec(readFileSync(join(root, "ARCHITECTURE.md"), "utf8"))!;
  const labels = [...diagram!.matchAll(/(\w+)\["([\w/]+)/g)].map(([, id, label]) => [id!, label!] as const);
  const roomOf = new Map(labels);
  return diagram!
    .split("\n")
    .map((line) =>
      line
        .replaceAll(/\["[^"]*"\]/g, "")
        .trim()
        .split(" --> "),
    )
    .flatMap((ids) => ids.slice(1).map((id, i) => ({ from: roomOf.get(ids[i]!)!, to: roomOf.get(id)! })));
}

describe("the diagram in ARCHITECTURE.md", () => {
  const arrows = diagramArrows();
  const from = (room: string) => arrows.filter((arrow) => arrow.from === room).map(({ to }) => to);
  const below = (room: string): string[] => from(room).flatMap((to) => [to, ...below(to)]);

  test("has the arrows of the table of rooms, and no others", () => {
    for (const [room, allowed] of Object.entries(rooms)) {
      if (room === "lib/index.ts") continue;
      // A room of the library may import all rooms below it.
      const drawn = room.startsWith("lib/") ? below(room) : from(room);
      assert.deepEqual([...new Set(drawn)].sort(), [...allowed].sort(), room);
    }
    const known = new Set([...Object.keys(rooms), ...Object.values(rooms).flat()]);
    for (const { from, to } of arrows) assert.ok(known.has(from) && known.has(to), `${from} → ${to}`);
  });
});
