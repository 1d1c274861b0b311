import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { DataError } from "../../../src/lib/base/errors.js";
import { loadDataset } from "../../../src/lib/data/loadDataset.js";
import type { Tokenizer } from "../../../src/lib/text/tokenizer.js";
import { Vocabulary } from "../../../src/lib/text/vocabulary.js";
import { shared } from "../../support/files.js";

const folder = mkdtempSync(join(tmpdir(), "vocabulary-"));
after(() => rmSync(folder, { recursive: true }));

const published = shared("data/rsitmd_splits_vocab.json");
const captionsOfPorts = ["a gray port", "two ships in a port"];

describe("Vocabulary", () => {
  test("is a tokenizer: unlisted words have the number of <unk>, the last row of the table", () => {
    const vocabulary: Tokenizer = Vocabulary.build(captionsOfPorts);
    assert.deepEqual(vocabulary.encode("A port with two boats."), [1, 3, 7, 4, 7]);
    assert.deepEqual(vocabulary.unknownWords("A port with two boats."), ["with", "boats"]);
    assert.equal(vocabulary.size, 8);
  });

  test("leaves out rare words and those that it is told to leave out", () => {
    const { words } = Vocabulary.build(captionsOfPorts, { minCount: 2, without: new Set(["a"]) });
    assert.deepEqual(words, ["port"]);
  });

  test("lists the differences from another vocabulary", () => {
    const differences = Vocabulary.build(captionsOfPorts).differences(Vocabulary.build(["gray ships sail"]));
    assert.deepEqual(differences, {
      missing: ["a", "port", "two", "in"],
      added: ["sail"],
      renumbered: ["gray", "ships"],
    });
  });

  test("rejects a file that is no vocabulary, by its name", () => {
    const wrong: Record<string, string> = {
      "cut.json": '{"word2idx": {"a": 1',
      "list.json": "[]",
      "numbers.json": '{"word2idx": {"a": 1, "b": 3}}',
    };
    for (const [name, content] of Object.entries(wrong)) {
      const file = join(folder, name);
      writeFileSync(file, content);
      assert.throws(
        () => Vocabulary.read(file),
        (error) => error instanceof DataError && error.message.startsWith(`${file}: expected `),
      );
    }
  });

  test("reads the published file and writes it back unchanged", { skip: published.missing }, () => {
    const json = JSON.parse(readFileSync(published.path, "utf8"));
    assert.deepEqual(Vocabulary.read(published.path).toJSON(), json);
  });

  test("equals the published one for the published captions, word for word and number for number", {
    skip: published.missing,
  }, async () => {
    const json = JSON.parse(readFileSync(published.path, "utf8"));
    const dataset = await loadDataset(shared("data/rsitmd_precomp").path);
    const [train, test] = [dataset.split("train").captions, dataset.split("test").captions];
    assert.deepEqual(Vocabulary.buildAsPublished([...train, ...test]).toJSON(), json);
    assert.equal(Vocabulary.buildAsPublished(train).words.length, json.idx - 1 - 81);
  });
});
