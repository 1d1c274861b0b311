import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Random } from "../../../../src/lib/base/random.js";
import { ClipTokenizer } from "../../../../src/lib/models/index.js";
import { noTorch, runTorch } from "../../../support/torch.js";

const script = fileURLToPath(new URL("../../../support/pytorch/clip_tokens.py", import.meta.url));
const tokenizer = new ClipTokenizer();

/** Blocks of Unicode that captions may hold, the first ones more often. */
const blocks = [
  [0x20, 0x7e],
  [0x20, 0x7e],
  [0xa0, 0x24f],
  [0x300, 0x36f],
  [0x370, 0x6ff],
  [0x2000, 0x218f],
  [0x4e00, 0x4f00],
  [0xfb00, 0xfb06],
  [0xff00, 0xffef],
  [0x1f300, 0x1f6ff],
  [0x00, 0x1f],
  [0x80, 0x9f],
] as const;

function oddTexts(count: number): string[] {
  const random = new Random(3);
  return Array.from({ length: count }, () => {
    const letters = Array.from({ length: random.integer(0, 30) }, () => {
      const [first, last] = random.pick(blocks);
      return String.fromCodePoint(random.integer(first, last)) + (random.chance(0.2) ? " " : "");
    });
    return letters.join("");
  });
}

const special = [
  "",
  " ",
  "it's I'LL we've",
  "&amp;lt; &copy; &rsquo; x",
  "<b>&amp;</b>",
  "<start_of_text> hi <END_OF_TEXT>",
  "constructor __proto__ toString",
  "a".repeat(500),
  "word ".repeat(100),
  "É éÉ İ ΣΑΣ ſ's",
  "\ud800 x",
  "a\u0000b",
  "&#150; &#x80; &notit; &amp",
  "ﬁsh ǆ ＡＢＣ　ｄ",
  "ships\u2028in\u0085a\u001cport",
];

suite("ClipTokenizer", () => {
  test("numbers a caption as OpenAI's CLIP does", () => {
    assert.deepEqual(tokenizer.encode("A photo of a port."), [49406, 320, 1125, 539, 320, 1418, 269, 49407]);
    assert.equal(tokenizer.size, 49_408);
  });

  test("cuts a text at its context and says so", () => {
    const long = "word ".repeat(100);
    assert.equal(tokenizer.encode(long).length, 77);
    assert.equal(tokenizer.encode(long).at(-1), 49_407);
    assert.equal(tokenizer.cuts(long), true);
    assert.equal(tokenizer.cuts("word ".repeat(75)), false);
    assert.equal(new ClipTokenizer(5).encode(long).length, 5);
  });

  test("equals open_clip on RSITMD's captions and on odd Unicode", { skip: noTorch }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "clip-tokens-"));
    const shared = process.env.AMFMN_SHARED;
    const files = ["train", "test"].map((split) => `data/rsitmd_precomp/${split}_caps.txt`);
    const captions = shared
      ? files.flatMap((file) => readFileSync(join(shared, file), "utf8").split("\n"))
      : [];
    // A newer version of Unicode may know more letters.
    const odd = oddTexts(3000).filter((text) => !/\p{Cn}/u.test(text));
    const texts = [...new Set(captions), ...odd, ...special];
    writeFileSync(join(folder, "texts.json"), JSON.stringify(texts));
    await runTorch(script, [folder]);
    const { tokens, repaired } = JSON.parse(readFileSync(join(folder, "tokens.json"), "utf8")) as {
      readonly tokens: number[][];
      readonly repaired: boolean[];
    };
    rmSync(folder, { recursive: true });
    const wrong = texts.filter(
      (text, i) => tokenizer.encode(text).join() !== tokens[i]!.join() && !repaired[i],
    );
    assert.deepEqual(wrong, []);
    const captionsRepaired = repaired.slice(0, new Set(captions).size).filter(Boolean).length;
    assert.equal(captionsRepaired, 0);
  });
});
