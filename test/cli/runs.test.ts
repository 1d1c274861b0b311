// Runs of `amfmn train` that are stopped, repeated or disturbed, and results that cannot be written.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { amfmn, noCommand } from "../support/command.js";
import { tinyScenes } from "../support/tinyScenes.js";
import { root } from "../support/venv.js";

const main = `${root}dist/cli/main.js`;

describe("runs of amfmn", { skip: noCommand }, () => {
  const folder = mkdtempSync(join(tmpdir(), "amfmn-runs-"));
  const data = join(folder, "tiny", "captions.csv");
  const config = join(folder, "small.yaml");
  const checkpoint = join(folder, "first", "best.safetensors");

  before(async () => {
    const { records } = await tinyScenes(join(folder, "tiny", "images"));
    // Each color is in each split.
    const splitOf = (i: number) => (i < 12 ? "train" : i < 18 ? "val" : "test");
    const rows = records.flatMap(({ filename, captions }, i) =>
      captions.map((caption) => `${filename},${caption},${splitOf(i)}`),
    );
    writeFileSync(data, `${["filename,caption,split", ...rows].join("\n")}\n`);
    const model = "{ config: lesson/m8, width: 4, embedding: 16, wordEmbedding: 8 }";
    writeFileSync(config, `{ model: ${model}, training: { batchSize: 8, epochs: 1 } }`);
    const { code, stderr } = await train("first");
    assert.equal(code, 0, stderr);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const trainArgs = (out: string, ...more: string[]) => [
    ...["train", "--config", config, "--data", data, "--out", join(folder, out), "--engine", "wasm"],
    ...more,
  ];
  const train = (out: string, ...more: string[]) => amfmn(...trainArgs(out, ...more));

  /** Starts a long run, and waits until it trains. */
  async function longRun(out: string): Promise<{ child: ChildProcess; printed: () => string }> {
    const child = spawn(process.execPath, [main, ...trainArgs(out, "--epochs", "5000")]);
    let printed = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk) => {
        printed += String(chunk);
      });
    const log = join(folder, out, "log.jsonl");
    const trains = () => existsSync(log) && readFileSync(log, "utf8").includes("step");
    while (!trains() && child.exitCode === null) await sleep(20);
    return { child, printed: () => printed };
  }

  /** Asserts one sentence and exit status 2. */
  function refused({ code, stderr }: { code: number; stderr: string }, sentence: RegExp): void {
    assert.equal(code, 2, stderr);
    assert.match(stderr, sentence);
    assert.equal(stderr.trim().split("\n").length, 1, stderr);
  }

  for (const [signal, status] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const) {
    test(`${signal} saves after the current step, and the run goes on from there`, async () => {
      const { child, printed } = await longRun(signal);
      child.kill(signal);
      assert.deepEqual(await once(child, "exit"), [status, null]);
      assert.match(printed(), /Stopped; --resume goes on from here/);
      const files = readdirSync(join(folder, signal));
      assert.ok(files.includes("state.safetensors") && !files.includes("run.lock"), files.join());
      const lines = readFileSync(join(folder, signal, "log.jsonl"), "utf8")
        .trim()
        .split("\n");
      const epochs = lines.filter((line) => line.includes('"kind":"epoch"')).length + 1;
      const resumed = await train(signal, "--resume", "--epochs", String(epochs), "--json");
      assert.equal(resumed.code, 0, resumed.stderr);
      assert.equal((JSON.parse(resumed.stdout) as { epochs: number }).epochs, epochs);
    });
  }

  test("a second run into a folder in use is refused, and a killed run does not keep the folder", async () => {
    const { child } = await longRun("shared");
    refused(await train("shared"), new RegExp(`found the run of process ${child.pid} on `));
    child.kill("SIGKILL");
    await once(child, "exit");
    const { code, stderr } = await train("shared", "--overwrite");
    assert.equal(code, 0, stderr);
  });

  test("a second run into a finished folder is refused without --overwrite", async () => {
    const before = readFileSync(checkpoint);
    refused(await train("first"), /found best\.safetensors.*--resume.*--overwrite/);
    assert.deepEqual(readFileSync(checkpoint), before);
    cpSync(join(folder, "first"), join(folder, "again"), { recursive: true });
    assert.equal((await train("again", "--overwrite")).code, 0);
  });

  test("folds are all checked before the first one is trained", async () => {
    mkdirSync(join(folder, "folds", "1"), { recursive: true });
    writeFileSync(join(folder, "folds", "1", "best.safetensors"), "");
    refused(await train("folds", "--folds", "2"), /folds\/1: expected a folder without a run/);
    assert.deepEqual(readdirSync(join(folder, "folds", "0")), []);
  });

  test("a resumed run without --config has the model, the words and the options of its state", async () => {
    cpSync(join(folder, "first"), join(folder, "continued"), { recursive: true });
    const args = ["train", "--data", data, "--out", join(folder, "continued"), "--engine", "wasm", "--json"];
    const { code, stdout, stderr } = await amfmn(...args, "--resume", "--epochs", "2");
    assert.equal(code, 0, stderr);
    assert.equal((JSON.parse(stdout) as { epochs: number }).epochs, 2);
  });

  const contradictions: [string[], RegExp][] = [
    [["--resume", "--overwrite"], /^--resume: expected it without --overwrite/],
    [["--resume", "--start", checkpoint], /^--resume: expected it without --start/],
    [["--allow-changed-data"], /^--allow-changed-data: expected it with --resume/],
    [["--fold", "1"], /^--fold: expected it with --folds/],
    [["--seed", "4294967296"], /at most 4294967295 after --seed/],
    [["--seed", "-1"], /--seed/],
    [["--start", checkpoint, "--config", "lesson/m1"], /--start: expected in .* found one with .*text/],
    [["--out", ""], /--out DIR, found an empty text/],
  ];
  for (const [more, sentence] of contradictions) {
    test(`train ${more.filter((arg) => arg.startsWith("--")).join(" ")} is refused`, async () => {
      refused(await train("contradiction", ...more), sentence);
    });
  }

  test("a vocabulary beside a checkpoint that carries its own is refused, unless it is the same", async () => {
    const words = join(folder, "words.json");
    writeFileSync(words, JSON.stringify({ word2idx: { harbor: 1 }, idx2word: { 1: "harbor" }, idx: 2 }));
    const evaluate = ["evaluate", "--data", data, "--checkpoint", checkpoint, "--engine", "wasm"];
    refused(await amfmn(...evaluate, "--vocab", words), /carries its own/);
    refused(await train("words", "--start", checkpoint, "--vocab", words), /carries its own/);
    refused(
      await train("words", "--vocab", words),
      /expected words of captions' training captions|expected words of/,
    );
  });

  test("options of a file that contradict each other are refused by file and key", async () => {
    const file = join(folder, "both.yaml");
    writeFileSync(file, `{ data: ${data}, out: ${folder}/both, resume: true, overwrite: true }`);
    refused(
      await amfmn("train", "--config", file),
      /both\.yaml: resume: expected it without .*both\.yaml: overwrite/,
    );
  });

  test("train and evaluate show the warnings of the loader, and evaluate --json carries what it measured", async () => {
    const doubled = join(folder, "tiny", "doubled.csv");
    const extra = "field_0.png,a purple meadow,test\nfield_1.png, ,train\n";
    writeFileSync(doubled, readFileSync(data, "utf8") + extra);
    const args = ["evaluate", "--data", doubled, "--checkpoint", checkpoint, "--engine", "wasm"];
    const { code, stdout, stderr } = await amfmn(...args, "--json");
    assert.equal(code, 0, stderr);
    const result = JSON.parse(stdout) as Record<string, unknown>;
    assert.deepEqual([result.split, result.images, result.captions], ["test", 7, 13]);
    assert.deepEqual(Object.keys(result.ties as object).sort(), ["imageToText", "textToImage"]);
    const warnings = (result.warnings as string[]).join("\n");
    assert.match(warnings, /is in the splits train and test/);
    assert.match(
      warnings,
      /2 of \d+ words of the test captions are not in the model's vocabulary: purple, meadow/,
    );
    assert.match(stderr, /^warning: .*is in the splits train and test/m);
    const trained = await amfmn(...trainArgs("doubled"), "--data", doubled);
    assert.equal(trained.code, 0, trained.stderr);
    assert.match(trained.stderr, /^warning: .*has a blank sentence/m);
    assert.match(trained.stderr, /^warning: .*is in the splits train and test/m);
  });

  test("an unwritable result is refused before the work, and a full disk does not lose the figures", async () => {
    const args = ["evaluate", "--data", data, "--checkpoint", checkpoint, "--engine", "wasm"];
    refused(await amfmn(...args, "--similarity", join(folder, "none", "m.npy")), /ENOENT/);
    refused(await amfmn(...args, "--similarity", folder), /EISDIR/);
    refused(
      await amfmn(...args, "--similarity", checkpoint),
      /--similarity: expected another file than --checkpoint/,
    );
    const full = await amfmn(...args, "--similarity", "/dev/full");
    refused(full, /\/dev\/full: .*no space left/);
    assert.match(full.stdout, /mR \d/);
    for (const command of [
      ["stats", data, "--out", join(folder, "none", "a.png")],
      ["text-similarity", data, "--matrix", join(folder, "none", "a.npy")],
      ["dataset", "vocabulary", data, "--out", join(folder, "none", "a.json")],
      ["dataset", "convert", data, "--to", "csv", "--out", join(data, "a")],
      ["export", "--checkpoint", checkpoint, "--out", join(folder, "none", "a")],
      ["synthesize", "--out", data, "--images", "1"],
      trainArgs("tiny/captions.csv"),
    ]) {
      refused(await amfmn(...command), /\((ENOENT|ENOTDIR|EEXIST)\); /);
    }
  });

  test("an option of dataset that belongs to another action is refused", async () => {
    refused(
      await amfmn("dataset", "info", data, "--to", "csv"),
      /expected no --to, which belongs to convert/,
    );
  });

  test("a full disk under standard output ends with one sentence", async () => {
    const shell = spawn("sh", ["-c", `"${process.execPath}" "${main}" --help > /dev/full`]);
    let stderr = "";
    shell.stderr.on("data", (chunk) => {
      stderr += String(chunk);
    });
    const [code] = (await once(shell, "close")) as [number];
    refused({ code, stderr }, /^standard output: .*ENOSPC/);
  });

  test("a reader that closes the pipe ends the command quietly", async () => {
    const child = spawn(process.execPath, [main, "dataset", "words", data]);
    let stderr = "";
    child.stderr.on("data", (chunk) => {
      stderr += String(chunk);
    });
    child.stdout.destroy();
    const [code] = (await once(child, "close")) as [number];
    assert.deepEqual([code, stderr], [0, ""]);
  });

  test("a reader that closes the pipe of a training stops it in order", async () => {
    const { child, printed } = await longRun("piped");
    child.stdout!.destroy();
    await once(child, "close");
    assert.doesNotMatch(printed(), /EPIPE|^\s+at /m);
    const files = readdirSync(join(folder, "piped"));
    assert.ok(files.includes("state.safetensors") && !files.includes("run.lock"), files.join());
  });

  test("text-similarity says which WordNet it used, and takes a named one", async () => {
    const args = ["text-similarity", data, "--json"];
    assert.equal((JSON.parse((await amfmn(...args)).stdout) as { wordNet: string }).wordNet, "3.1");
    const other = join(folder, "wordnet");
    mkdirSync(other);
    for (const part of ["noun", "verb", "adj", "adv"]) {
      writeFileSync(join(other, `index.${part}`), "  1 license\n");
      writeFileSync(join(other, `data.${part}`), "  1 WordNet 3.0 Copyright 2006 by Princeton University\n");
    }
    const named = await amfmn(...args, "--wordnet", other);
    assert.equal((JSON.parse(named.stdout) as { wordNet: string }).wordNet, "3.0", named.stderr);
    refused(await amfmn(...args, "--wordnet", folder), /expected a WordNet database file/);
    refused(
      await amfmn(...args, "--measure", "bleu", "--wordnet", other),
      /--wordnet: expected it with --measure/,
    );
  });
});
