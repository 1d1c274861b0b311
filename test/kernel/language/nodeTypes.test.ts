// The checker promises the globals and members that the running Node has.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import ts from "typescript";
import { nodeTypes, standardLibrary } from "../../../src/kernel/language/nodeTypes.js";
import { kernelOfTests } from "../../support/kernel.js";
import { notBuilt, resultOf } from "../../support/kernelClient.js";

const types = dirname(dirname(createRequire(import.meta.url).resolve("@types/node/package.json")));
const main = join(types, "nowhere.ts");
const web = "/web.d.ts";

/** Members that declarations give to prototypes and V8 to instances. */
const ofInstances = new Set([
  "Function.prototype.prototype",
  "RegExp.prototype.lastIndex",
  "AggregateError.prototype.errors",
]);
/** Globals that a module has, or that only the compiler knows. */
const ofModules = new Set([
  "undefined",
  "arguments",
  "module",
  "exports",
  "require",
  "__dirname",
  "__filename",
]);

function program(): ts.Program {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ESNext,
    lib: standardLibrary().map((name) => `lib.${name}.d.ts`),
    types: ["node"],
    typeRoots: [types],
    strict: true,
    skipLibCheck: true,
    noEmit: true,
  };
  const changed = new Map([...nodeTypes(web), [main, "export {};"]]);
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (path) => changed.has(path) || fileExists(path);
  host.readFile = (path) => changed.get(path) ?? readFile(path);
  host.getSourceFile = (path, language) => {
    const text = host.readFile(path);
    return text === undefined ? undefined : ts.createSourceFile(path, text, language);
  };
  return ts.createProgram([main, web], options, host);
}

describe("the types of Node", () => {
  let checker: ts.TypeChecker;
  let file: ts.SourceFile;
  let globals: ts.Symbol[];
  before(() => {
    const built = program();
    checker = built.getTypeChecker();
    file = built.getSourceFile(main)!;
    globals = checker
      .getSymbolsInScope(file, ts.SymbolFlags.Value)
      .filter(({ name }) => !name.startsWith('"') && !ofModules.has(name));
  });

  test("declare no global that is missing at run time", () =>
    assert.deepEqual(
      globals.map(({ name }) => name).filter((name) => !(name in globalThis)),
      [],
    ));

  test("declare no member of the standard library that is missing at run time", () => {
    const isStandard = (symbol: ts.Symbol) =>
      symbol.declarations?.some((one) => /\/lib\.[\w.]+\.d\.ts$/.test(one.getSourceFile().fileName)) ?? false;
    const missing: string[] = [];
    let looked = 0;
    const look = (path: string, symbol: ts.Symbol, value: object) => {
      for (const member of checker.getTypeOfSymbolAtLocation(symbol, file).getProperties()) {
        if (!isStandard(member) || member.flags & ts.SymbolFlags.Optional) continue;
        looked += 1;
        const wellKnown = /^__@(\w+)@/.exec(member.name)?.[1];
        const key = wellKnown ? (Symbol as unknown as Record<string, symbol>)[wellKnown] : member.name;
        const place = `${path}.${member.name}`;
        if (key === undefined || !(key in value)) missing.push(place);
        else if (key === "prototype" || (typeof value === "object" && path === "Intl"))
          look(place, member, Object((value as Record<PropertyKey, unknown>)[key]));
      }
    };
    for (const symbol of globals.filter(isStandard)) {
      const value = (globalThis as Record<string, unknown>)[symbol.name];
      if (typeof value === "function" || (typeof value === "object" && value !== null))
        look(symbol.name, symbol, value);
    }
    assert.ok(looked > 800, `only ${looked} members were compared`);
    assert.deepEqual(
      missing.filter((place) => !ofInstances.has(place)),
      [],
    );
  });

  test("leave out the newest part of the standard library only where its members are missing", () => {
    const all = readFileSync(join(dirname(ts.getDefaultLibFilePath({})), "lib.es2024.d.ts"), "utf8");
    const parts = [...all.matchAll(/lib="(es2024\.\w+)"/g)].map(([, name]) => name!);
    assert.ok(parts.length > 5);
    if (Number(process.versions.node.split(".")[0]) >= 22)
      for (const part of parts) assert.ok(standardLibrary().includes(part), part);
    assert.equal(standardLibrary().includes("es2024.object"), "groupBy" in Object);
    assert.equal(standardLibrary().includes("esnext.temporal"), "Temporal" in globalThis);
  });
});

describe("a cell", { skip: notBuilt }, () => {
  const kernel = kernelOfTests();

  test("may use every global that the kernel has", async () => {
    const names = JSON.parse(
      (await resultOf(
        kernel(),
        "JSON.stringify(Object.getOwnPropertyNames(globalThis).filter((name) => /^[a-zA-Z]/.test(name)))",
      ))!.slice(1, -1),
    ) as string[];
    assert.ok(names.includes("structuredClone"));
    // Compiled decorators call babelHelpers. Cells do not.
    const ofCells = names.filter((name) => name !== "babelHelpers");
    await resultOf(kernel(), `[${ofCells.map((name) => `typeof ${name}`).join(", ")}].length`);
  });

  const refused: Record<string, RegExp> = {
    document: /^TS2584: Cannot find name 'document'\.$/,
    "window.location": /^TS2304: Cannot find name 'window'\.$/,
    name: /^TS2304: Cannot find name 'name'\.$/,
    status: /^TS2304: Cannot find name 'status'\.$/,
    event: /^TS2552: Cannot find name 'event'\./,
    "new Worker('a.js')": /^TS2304: Cannot find name 'Worker'\.$/,
    "let canvas: HTMLCanvasElement": /^TS2304: Cannot find name 'HTMLCanvasElement'\.$/,
    close: /^TS2304: Cannot find name 'close'\.$/,
    "print(1)": /^TS2304: Cannot find name 'print'\.$/,
  };
  for (const [code, expected] of Object.entries(refused))
    test(`may not use what only browsers have: ${code}`, async () => {
      const { reply } = await kernel().execute(code);
      assert.equal(reply.ename, "TypeCheckError");
      assert.match(String(reply.evalue), expected);
    });

  test("gets advice on names of browsers and of Python", async () => {
    for (const [code, advice] of [
      ["print(1)", /console\.log/],
      ["new Worker('a')", /node:worker_threads/],
      ["document", /Show HTML by html/],
      ["let canvas: HTMLCanvasElement", /tsconfig\.json/],
    ] as const) {
      const { reply } = await kernel().execute(code);
      assert.match((reply.traceback as string[]).join("\n"), advice);
    }
  });

  const newer: Record<string, boolean> = {
    "Object.groupBy([1], () => 'a')": "groupBy" in Object,
    "Promise.withResolvers()": "withResolvers" in Promise,
    "Array.fromAsync([1])": "fromAsync" in Array,
    "[1].values().map((x) => x)": "Iterator" in globalThis,
    "new Set([1]).union(new Set([2]))": "union" in Set.prototype,
    "new WebSocket('ws://x')": "WebSocket" in globalThis,
    "Temporal.Now": "Temporal" in globalThis,
    "new DisposableStack()": "DisposableStack" in globalThis,
    "navigator.userAgent": "navigator" in globalThis,
    "localStorage.length": "localStorage" in globalThis,
  };
  for (const [code, isThere] of Object.entries(newer))
    test(`${isThere ? "may" : "may not"} use on this Node: ${code}`, async () => {
      const { reply } = await kernel().execute(`if (false) ${code}`);
      assert.equal(reply.status, isThere ? "ok" : "error");
      if (!isThere) assert.doesNotMatch(String(reply.evalue), /target library|compiler option/);
    });

  test("knows the types of Node's web globals", async () => {
    const code = `const key: CryptoKey = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt"]) as CryptoKey;
      const bytes = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
      const { instance } = await WebAssembly.instantiate(bytes);
      const text: string = await new Response(new Blob(["a"]).stream()).text();
      const now: number = (performance as Performance).now();
      [key.type, Object.keys(instance.exports).length, text, new URL("a:b").href, now > 0]`;
    assert.equal(await resultOf(kernel(), code), "[ 'secret', 0, 'a', 'a:b', true ]");
  });

  test("takes packages whose types name the DOM", async () => {
    const code = `import * as tf from "@tensorflow/tfjs";
      const pixels: tf.Tensor3D = tf.browser.fromPixels({ data: new Uint8Array(4), width: 1, height: 1 });
      pixels.shape`;
    assert.equal(await resultOf(kernel(), code), "[ 1, 1, 3 ]");
    await resultOf(
      kernel(),
      `import type { Layout } from "plotly.js-dist-min"; const layout: Partial<Layout> = { width: 3 };`,
    );
    const { reply } = await kernel().execute("const layout: Partial<Layout> = { width: 'wide' };");
    assert.match(String(reply.evalue), /^TS2322/);
    assert.match(String((await kernel().execute("document")).reply.evalue), /^TS2584/);
  });
});

describe("a folder whose tsconfig.json names the DOM library", { skip: notBuilt }, () => {
  const folder = mkdtempSync(join(tmpdir(), "dom-"));
  writeFileSync(join(folder, "tsconfig.json"), '{"compilerOptions":{"lib":["esnext","dom"]}}');
  after(() => rmSync(folder, { recursive: true, force: true }));
  const kernel = kernelOfTests({ folder });

  test("has its types", async () => {
    const draw = "const draw = (canvas: HTMLCanvasElement) => canvas.getContext('2d')!.fillRect(0, 0, 1, 1);";
    assert.equal(await resultOf(kernel(), `${draw} typeof document`), "'undefined'");
    assert.equal(
      await resultOf(kernel(), "const reply: Response = await fetch('data:,a'); await reply.text()"),
      "'a'",
    );
    assert.equal(
      await resultOf(kernel(), "[WebAssembly.validate(new Uint8Array(4)), typeof crypto.subtle]"),
      "[ false, 'object' ]",
    );
  });
});

test("a newer @types/node of the notebook promises no global that the running Node lacks", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "newer-types-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const newer = join(folder, "node_modules/@types/node");
  mkdirSync(join(newer, "web-globals"), { recursive: true });
  writeFileSync(join(newer, "package.json"), '{ "name": "@types/node", "version": "99.0.0" }');
  writeFileSync(join(newer, "globals.d.ts"), "declare var process: NodeJS.Process;\n");
  const file = join(newer, "web-globals/future.d.ts");
  writeFileSync(
    file,
    "declare global {\n    var futureGlobal: { a: string };\n    var URL: typeof _URL;\n}\n",
  );
  const shown = nodeTypes(join(folder, "web.d.ts")).get(file)!;
  assert.doesNotMatch(shown, /futureGlobal/);
  assert.match(shown, /var URL/);
});
