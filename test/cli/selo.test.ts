// `amfmn synthesize --selo` and `amfmn selo` as a user runs them.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { seloCommand } from "../../src/cli/commands/selo.js";
import { amfmn, noCommand } from "../support/command.js";

describe("amfmn selo", { skip: noCommand }, () => {
  const folder = mkdtempSync(join(tmpdir(), "amfmn-selo-"));
  after(() => rmSync(folder, { recursive: true }));
  const file = (...names: string[]) => join(folder, ...names);

  test("judges drawn images, goes on in a second run, and judges the maps that it wrote", async () => {
    const drawn = await amfmn(
      "synthesize",
      "--selo",
      "--out",
      file("large"),
      "--images",
      "1",
      "--size",
      "640",
      "--json",
    );
    assert.equal(drawn.code, 0, drawn.stderr);
    assert.deepEqual(JSON.parse(drawn.stdout), {
      out: file("large"),
      images: 1,
      size: 640,
      seed: 1,
      sentences: 1,
    });
    const run = [
      "selo",
      file("large", "anno.json"),
      "--images",
      file("large", "images"),
      "--tile-sizes",
      "256,512",
      "--out",
      file("out"),
    ];
    const first = await amfmn(...run);
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stdout, /item +Rsu ↑ +Rda ↑ +Ras ↓ +Rmi ↑\n0 {2}1\.tif/);
    assert.match(
      first.stdout,
      /mean of 1 .*\ncutting and encoding .* s, comparing .* s, map .* s, filter .* s, indicators/,
    );
    assert.ok(existsSync(file("out", "probmap_0.png")));
    const second = await amfmn(...run, "--json");
    const report = JSON.parse(second.stdout) as {
      resumed: number;
      items: Record<string, number>[];
      mean: object;
    };
    assert.equal(report.resumed, 1);
    const judged = await amfmn(
      "selo",
      file("large", "anno.json"),
      "--maps",
      file("out"),
      "--images",
      file("large", "images"),
      "--json",
    );
    assert.equal(judged.code, 0, judged.stderr);
    const { rsu, rda, ras, rmi } = report.items[0]!;
    assert.deepEqual(JSON.parse(judged.stdout), {
      items: [{ rsu, rda, ras, rmi }],
      mean: { rsu, rda, ras, rmi },
    });
    assert.deepEqual(report.mean, { rsu, rda, ras, rmi });
  });

  test("checks its arguments and files before it opens the model", async () => {
    const square = [
      [10, 10],
      [90, 10],
      [90, 90],
      [10, 90],
    ];
    writeFileSync(
      file("anno.json"),
      JSON.stringify([{ caption: "a port", jpg_name: "1.jpg", points: [square] }]),
    );
    writeFileSync(file("empty.json"), "[]");
    mkdirSync(file("none"));
    const quiet = { machine: true, print() {}, json: assert.fail, warn() {}, progress() {} };
    const cases: readonly (readonly [args: string[], message: RegExp])[] = [
      [[], /expected ANNO, found none/],
      [[file("anno.json")], /expected --images DIR or --maps DIR, found none/],
      [[file("missing.json"), "--images", folder], /missing\.json: expected a file that can be read/],
      [[file("empty.json"), "--images", folder], /found an empty list/],
      [[file("anno.json"), "--maps", file("none")], /found no probmap_0;/],
      [[file("anno.json"), "--maps", file("none"), "--released"], /--released: expected it without --maps/],
      [
        [file("anno.json"), "--images", folder, "--method", "v9"],
        /--method: expected one of v1, v2, dense, found "v9"/,
      ],
      [[file("anno.json"), "--images", folder, "--tile-sizes", "a"], /--tile-sizes: expected numbers/],
      [
        [file("anno.json"), "--images", file("none"), "--out", file("out2")],
        /none: expected the 1 images of the annotations, found no 1\.jpg/,
      ],
    ];
    for (const [args, message] of cases)
      await assert.rejects(
        seloCommand.run(args, () => quiet),
        { message },
        `${args}`,
      );
    assert.ok(!readFileSync(file("anno.json"), "utf8").includes("\n"));
  });
});
