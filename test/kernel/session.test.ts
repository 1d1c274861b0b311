// The kernel as a front end sees it: real processes, real sockets, Jupyter's own client.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { before, describe, test } from "node:test";
import { noJupyter, python, root } from "../support/venv.js";

interface Result {
  status: string;
  outputs: {
    type: string;
    text?: string;
    data?: Record<string, string>;
    ename?: string;
    evalue?: string;
    traceback?: string[];
  }[];
}

const cells: [name: string, code: string, interrupt?: number][] = [
  ["value", "const answer: number = 6 * 7; answer"],
  ["redeclared", "const answer = 'six'; answer.toUpperCase()"],
  ["typeError", "const wrong: string = 42;\nconsole.log('must not run')"],
  ["afterTypeError", "answer"],
  ["throws", "function fail() {\n  throw new RangeError('too far');\n}\nfail()"],
  ["afterThrow", "await (async () => answer)()"],
  ["syntaxError", "const x = ;"],
  ["loop", "while (true) {}", 1],
  ["awaitedLoop", "await 1; while (true) {}", 1],
  ["pending", "await new Promise(() => {})", 1],
  ["afterInterrupts", "answer"],
  ["lines", "for (let i = 0; i < 2000; i++) console.log('line ' + i)"],
  [
    "late",
    "setTimeout(() => { throw new Error('late') }, 5); await new Promise((r) => setTimeout(r, 80)); 'alive'",
  ],
  ["enum", "enum Colour { Red, Green }\nColour.Green"],
  ["using", "{ using held = { [Symbol.dispose]() { console.log('released') } }; }"],
  ["forAwait", "for await (const x of [Promise.resolve(1), 2]) console.log(x)"],
  [
    "imports",
    "import { basename } from 'node:path';\nimport * as tslab from 'tslab';\ntslab.display.html('<b>' + basename('/a/b') + '</b>')",
  ],
  ["typesFlow", "basename(5)"],
];

describe("a notebook's session", { skip: noJupyter }, () => {
  const results = new Map<string, Result>();
  let ended = false;

  before(async () => {
    const requests = cells.map(([, code, interrupt]) => ({ code, ...(interrupt && { interrupt }) }));
    const child = spawn(python, [`${root}test/kernel/drive.py`, `${root}notebooks`], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    child.stdin.end(JSON.stringify(requests));
    let text = "";
    for await (const chunk of child.stdout) text += chunk;
    const answer = JSON.parse(text) as { results: Result[]; ended: boolean };
    for (const [i, [name]] of cells.entries()) results.set(name, answer.results[i]!);
    ended = answer.ended;
  });

  const value = (name: string) =>
    results.get(name)!.outputs.find(({ type }) => type === "execute_result")?.data?.["text/plain"];
  const printed = (name: string) =>
    results
      .get(name)!
      .outputs.map(({ text }) => text ?? "")
      .join("");
  const failure = (name: string) => {
    const error = results.get(name)!.outputs.find(({ type }) => type === "error");
    assert.ok(error, `${name} was expected to fail`);
    return { ...error, traceback: error.traceback!.join("\n") };
  };

  test("shows a cell's value, and declares a name again with another type", () => {
    assert.equal(value("value"), "42");
    assert.equal(value("redeclared"), "'SIX'");
  });

  test("stops a cell with a type error before it runs, and points at it", () => {
    const { evalue, traceback } = failure("typeError");
    assert.equal(evalue, "TS2322: Type 'number' is not assignable to type 'string'.");
    assert.match(traceback, /Cell \[3\]:1:7/);
    assert.match(traceback, /\^/);
    assert.equal(printed("typeError"), "");
    assert.equal(value("afterTypeError"), "'six'");
  });

  test("names cell and line of an error, and lives on", () => {
    const { ename, traceback } = failure("throws");
    assert.equal(ename, "RangeError");
    assert.match(traceback, /at fail \(Cell \[5\]:2:9\)/);
    assert.doesNotMatch(traceback, /node:internal|dist\/kernel/);
    assert.equal(value("afterThrow"), "'six'");
  });

  test("points at a syntax error", () => assert.match(failure("syntaxError").traceback, /Cell \[7\]:1:11/));

  test("interrupts a loop, a loop after an await and a pending promise, and keeps what was declared", () => {
    for (const name of ["loop", "awaitedLoop", "pending"])
      assert.equal(failure(name).ename, "KeyboardInterrupt");
    assert.equal(value("afterInterrupts"), "'six'");
  });

  test("delivers every printed line before the cell is done", () => {
    assert.equal(printed("lines").split("\n").length, 2001);
  });

  test("prints the error of a timer and lives on", () => {
    assert.match(printed("late"), /Error: late/);
    assert.equal(value("late"), "'alive'");
  });

  test("takes enums, using and for await", () => {
    assert.equal(value("enum"), "1");
    assert.equal(printed("using"), "released\n");
    assert.equal(printed("forAwait"), "1\n2\n");
  });

  test("runs what was written for tslab", () => {
    const shown = results.get("imports")!.outputs.find(({ type }) => type === "display_data");
    assert.equal(shown?.data?.["text/html"], "<b>b</b>");
  });

  test("knows an import's types in later cells", () => assert.match(failure("typesFlow").evalue!, /^TS2345/));

  test("leaves no process behind", () => assert.ok(ended));
});
