// Porter's stemmer (M. F. Porter, "An algorithm for suffix stripping", 1980) with NLTK's default extensions: irregular
// words, `-ies`/`-ied` of four letters, `y` after a consonant, `-alli`, `-fulli`, `-logi`.

const irregular = new Map([
  ["sky", "sky"],
  ["skies", "sky"],
  ["dying", "die"],
  ["lying", "lie"],
  ["tying", "tie"],
  ["news", "news"],
  ["innings", "inning"],
  ["inning", "inning"],
  ["outings", "outing"],
  ["outing", "outing"],
  ["cannings", "canning"],
  ["canning", "canning"],
  ["howe", "howe"],
  ["proceed", "proceed"],
  ["exceed", "exceed"],
  ["succeed", "succeed"],
]);

/** A suffix and its replacement, which applies when the stem before it has a measure of at least one. */
type Rule = readonly [suffix: string, replacement: string];

const step2: readonly Rule[] = [
  ["ational", "ate"],
  ["tional", "tion"],
  ["enci", "ence"],
  ["anci", "ance"],
  ["izer", "ize"],
  ["bli", "ble"],
  ["alli", "al"],
  ["entli", "ent"],
  ["eli", "e"],
  ["ousli", "ous"],
  ["ization", "ize"],
  ["ation", "ate"],
  ["ator", "ate"],
  ["alism", "al"],
  ["iveness", "ive"],
  ["fulness", "ful"],
  ["ousness", "ous"],
  ["aliti", "al"],
  ["iviti", "ive"],
  ["biliti", "ble"],
  ["fulli", "ful"],
];

const step3: readonly Rule[] = [
  ["icate", "ic"],
  ["ative", ""],
  ["alize", "al"],
  ["iciti", "ic"],
  ["ical", "ic"],
  ["ful", ""],
  ["ness", ""],
];

const step4 = "al ance ence er ic able ible ant ement ment ent ion ou ism ate iti ous ive ize".split(" ");

/**
 * Returns the stem of a word, equal to NLTK's `PorterStemmer().stem(word)`.
 *
 * @example
 * porterStem("sailing"); // "sail"
 */
export function porterStem(word: string): string {
  const lower = word.toLowerCase();
  const known = irregular.get(lower);
  if (known !== undefined) return known;
  if (word.length <= 2) return lower;
  return doubleL(finalE(residue(derived(double(finalY(pastAndProgressive(plural(lower))))))));
}

/** Marks the consonants of a word. `y` is a consonant unless it follows one. */
function consonants(word: string): boolean[] {
  const flags: boolean[] = [];
  for (let i = 0; i < word.length; i++) {
    const letter = word[i]!;
    flags.push("aeiou".includes(letter) ? false : letter === "y" && i > 0 ? !flags[i - 1] : true);
  }
  return flags;
}

/** Porter's m: the number of vowels that are followed by a consonant. */
function measure(stem: string): number {
  const flags = consonants(stem);
  return flags.filter((consonant, i) => consonant && i > 0 && !flags[i - 1]).length;
}

function hasVowel(stem: string): boolean {
  return consonants(stem).includes(false);
}

function endsInConsonant(stem: string): boolean {
  return consonants(stem).at(-1) ?? false;
}

/**
 * Porter's *o: the stem ends in consonant, vowel, consonant other than w, x, y. In NLTK also vowel, consonant alone.
 */
function endsShort(stem: string): boolean {
  const flags = consonants(stem);
  if (stem.length === 2) return !flags[0] && flags[1]!;
  const [a, b, c] = flags.slice(-3);
  return stem.length > 2 && a! && !b! && c! && !/[wxy]$/.test(stem);
}

/** Step 1a: plurals. */
function plural(word: string): string {
  if (word.endsWith("ies")) return word.slice(0, word.length === 4 ? -1 : -2);
  if (word.endsWith("sses")) return word.slice(0, -2);
  return word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}

/** Step 1b: -ed and -ing. */
function pastAndProgressive(word: string): string {
  if (word.endsWith("ied")) return word.slice(0, word.length === 4 ? -1 : -2);
  if (word.endsWith("eed")) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  const suffix = ["ed", "ing"].find((end) => word.endsWith(end) && hasVowel(word.slice(0, -end.length)));
  if (!suffix) return word;
  const stem = word.slice(0, -suffix.length);
  if (/(at|bl|iz)$/.test(stem)) return `${stem}e`;
  if (stem.at(-1) === stem.at(-2) && endsInConsonant(stem)) {
    return /[lsz]$/.test(stem) ? stem : stem.slice(0, -1);
  }
  return measure(stem) === 1 && endsShort(stem) ? `${stem}e` : stem;
}

/** Step 1c: -y. */
function finalY(word: string): string {
  const stem = word.slice(0, -1);
  return word.endsWith("y") && stem.length > 1 && endsInConsonant(stem) ? `${stem}i` : word;
}

/** Applies the first rule whose suffix matches. A stem that is too short leaves the word unchanged. */
function applyRules(word: string, rules: readonly Rule[]): string {
  const rule = rules.find(([suffix]) => word.endsWith(suffix));
  if (!rule) return word;
  const stem = word.slice(0, word.length - rule[0].length);
  return measure(stem) > 0 ? stem + rule[1] : word;
}

/** Step 2: double suffixes. */
function double(word: string): string {
  if (word.endsWith("alli") && measure(word.slice(0, -4)) > 0) return double(word.slice(0, -2));
  if (word.endsWith("logi")) {
    return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  }
  return applyRules(word, step2);
}

/** Step 3: suffixes of derived words. */
function derived(word: string): string {
  return applyRules(word, step3);
}

/** Step 4: the last suffix. */
function residue(word: string): string {
  const suffix = step4.find((end) => word.endsWith(end));
  if (!suffix) return word;
  const stem = word.slice(0, -suffix.length);
  return measure(stem) > 1 && (suffix !== "ion" || /[st]$/.test(stem)) ? stem : word;
}

/** Step 5a: a final e. */
function finalE(word: string): string {
  const stem = word.slice(0, -1);
  if (!word.endsWith("e")) return word;
  const m = measure(stem);
  return m > 1 || (m === 1 && !endsShort(stem)) ? stem : word;
}

/** Step 5b: a final double l. */
function doubleL(word: string): string {
  return word.endsWith("ll") && measure(word.slice(0, -1)) > 1 ? word.slice(0, -1) : word;
}
