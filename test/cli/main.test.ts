// The command line from data to search, and its messages for bad input.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { amfmn, noCommand } from "../support/command.js";

describe("the command amfmn", { skip: noCommand }, () => {
  const folder = mkdtempSync(join(tmpdir(), "amfmn-cli-"));
  const [scenes, runs] = [join(folder, "scenes"), join(folder, "runs")];
  const checkpoint = join(runs, "best.safetensors");
  const images = join(scenes, "images");
  let trained: { code: number; stdout: string; stderr: string };

  before(async () => {
    const drawn = await amfmn("synthesize", "--out", scenes, "--images", "48", "--seed", "3");
    assert.equal(drawn.code, 0, drawn.stderr);
    trained = await amfmn("train", "--data", scenes, "--out", runs, "--epochs", "1", "--seed", "2", "--json");
  });
  after(() => rmSync(folder, { recursive: true }));

  test("train leaves the best and the last checkpoint and nothing half-written", () => {
    assert.equal(trained.code, 0, trained.stderr);
    assert.equal((JSON.parse(trained.stdout) as { epochs: number }).epochs, 1);
    const left = readdirSync(runs);
    assert.ok(left.includes("best.safetensors") && left.includes("last.safetensors"), left.join(", "));
    assert.ok(!left.some((name) => /tmp|part/.test(name)), left.join(", "));
  });

  test("evaluate prints the metrics of both directions for machines", async () => {
    const { code, stdout, stderr } = await amfmn(
      ...["evaluate", "--checkpoint", checkpoint, "--data", scenes, "--images", images, "--json"],
    );
    assert.equal(code, 0, stderr);
    const result = JSON.parse(stdout) as Record<string, Record<string, number> & number>;
    for (const direction of ["imageToText", "textToImage"]) {
      for (const name of ["r1", "r5", "r10", "medianRank", "meanRank"]) {
        assert.ok(Number.isFinite(result[direction]![name]), `${direction}.${name}`);
      }
    }
    for (const name of ["mR", "seconds", "peakMemoryMB"]) assert.ok(result[name]! > 0, name);
  });

  test("search prints as many images as asked for, best first", async () => {
    const { code, stdout, stderr } = await amfmn(
      ...[
        "search",
        "--checkpoint",
        checkpoint,
        "--images",
        images,
        "--text",
        "many boats",
        "--top",
        "5",
        "--json",
      ],
    );
    assert.equal(code, 0, stderr);
    const found = JSON.parse(stdout) as { image: string; score: number }[];
    assert.equal(found.length, 5);
    assert.deepEqual(
      found.map(({ score }) => score),
      found.map(({ score }) => score).sort((a, b) => b - a),
    );
    assert.ok(found.every(({ image }) => /\.tif$/.test(image)));
  });

  test("engines names every engine and chooses exactly one that is available", async () => {
    const { stdout } = await amfmn("engines", "--json");
    const engines = JSON.parse(stdout) as {
      name: string;
      available: boolean;
      chosen: boolean;
      reason: string;
    }[];
    assert.deepEqual(
      engines.map(({ name }) => name),
      ["tensorflow", "webgpu", "wasm", "cpu"],
    );
    const chosen = engines.filter((engine) => engine.chosen);
    assert.equal(chosen.length, 1);
    assert.ok(chosen[0]!.available);
    assert.ok(engines.every(({ reason }) => reason.length > 0));
  });

  test("every command has help with an example", async () => {
    const overview = await amfmn("--help");
    const names = [...overview.stdout.matchAll(/^ {2}(\w\S*)/gm)].map((match) => match[1]!);
    assert.ok(names.length >= 6, overview.stdout);
    const helps = await Promise.all(names.map((name) => amfmn(name, "--help")));
    for (const [i, { code, stdout }] of helps.entries()) {
      assert.equal(code, 0);
      assert.match(stdout, new RegExp(`Example: .*amfmn ${names[i]}`));
      assert.match(stdout, /--json/);
    }
  });

  /** Bad input, and the sentence on standard error. */
  const refusals: [name: string, args: () => string[], sentence: RegExp][] = [
    [
      "an unknown command",
      () => ["serach"],
      /expected one of synthesize, train.*found "serach"; did you mean search\?/,
    ],
    ["an unknown option", () => ["search", "--querry", "x"], /--querry.*see amfmn search --help/],
    [
      "a missing option",
      () => ["evaluate", "--data", scenes],
      /expected --checkpoint FILE.*found none; see amfmn evaluate --help/,
    ],
    [
      "a number that is none",
      () => ["synthesize", "--out", "x", "--images", "many"],
      /whole number.*found "many"/,
    ],
    [
      "an unknown engine",
      () => ["search", "--checkpoint", checkpoint, "--images", images, "--text", "x", "--engine", "abacus"],
      /engine: expected one of .*found "abacus"/,
    ],
    [
      "a data set that is not there",
      () => ["train", "--data", join(folder, "no"), "--out", runs],
      /no: expected a data set/,
    ],
    [
      "a checkpoint that is cut",
      () => {
        const cut = join(folder, "cut.safetensors");
        cpSync(checkpoint, cut);
        truncateSync(cut, 2000);
        return ["search", "--checkpoint", cut, "--images", images, "--text", "boats"];
      },
      /cut\.safetensors: expected/,
    ],
    [
      "a checkpoint that is something else",
      () => {
        const other = join(folder, "other.safetensors");
        writeFileSync(other, "hello");
        return ["evaluate", "--checkpoint", other, "--data", scenes];
      },
      /other\.safetensors: expected/,
    ],
    [
      "words that the model does not know",
      () => ["search", "--checkpoint", checkpoint, "--images", images, "--text", "qwxyz"],
      /"qwxyz": expected at least one word of the model's vocabulary/,
    ],
    [
      "an image that is missing",
      () => {
        const part = join(folder, "part");
        cpSync(scenes, part, { recursive: true });
        for (const name of readdirSync(join(part, "images")).slice(0, 30)) rmSync(join(part, "images", name));
        return ["train", "--data", part, "--out", join(folder, "none"), "--epochs", "1"];
      },
      /\.tif: expected an image, found no such file/,
    ],
  ];
  for (const [name, args, sentence] of refusals) {
    test(`${name} ends with one sentence and exit status 2`, async () => {
      const { code, stderr } = await amfmn(...args());
      assert.equal(code, 2, stderr);
      assert.match(stderr, sentence);
      assert.equal(stderr.trim().split("\n").length, 1, stderr);
      assert.doesNotMatch(stderr, /^\s+at /m);
    });
  }
});
