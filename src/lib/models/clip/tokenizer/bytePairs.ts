// Byte-pair encoding of words (Sennrich et al., 2016) with the numbers of OpenAI's CLIP.

/** The end of a word in a token's text. */
const end = "</w>";

/**
 * Merges the bytes of a word to tokens. Each byte is written as one visible character, as in GPT-2. The numbers are: 256
 * bytes, 256 bytes at the end of a word, then one for each merge.
 */
export class BytePairs {
  /** Number of tokens. */
  readonly size: number;
  private readonly ranks: ReadonlyMap<string, number>;
  private readonly numbers: ReadonlyMap<string, number>;
  private readonly known = new Map<string, readonly number[]>();

  /** @param merges in the order of their rank, each as `first second` */
  constructor(merges: readonly string[]) {
    const bytes = [...byteLetters.order];
    const tokens = [
      ...bytes,
      ...bytes.map((byte) => byte + end),
      ...merges.map((merge) => merge.replace(" ", "")),
    ];
    this.size = tokens.length;
    this.ranks = new Map(merges.map((merge, rank) => [merge, rank]));
    this.numbers = new Map(tokens.map((token, number) => [token, number]));
  }

  /** Returns the token numbers of a word. @param word without white space, not empty */
  encode(word: string): readonly number[] {
    const known = this.known.get(word);
    if (known) return known;
    const letters = Array.from(new TextEncoder().encode(word), (byte) => byteLetters.ofByte[byte]!);
    letters.push(letters.pop()! + end);
    const numbers = this.merged(letters).map((token) => this.numbers.get(token)!);
    // Captions repeat a few thousand words. Hostile texts must not fill the memory.
    if (this.known.size < mostKnown) this.known.set(word, numbers);
    return numbers;
  }

  /** Joins the pair of the lowest rank, everywhere, until no pair has a rank. */
  private merged(letters: readonly string[]): readonly string[] {
    let parts = letters;
    while (parts.length > 1) {
      let [best, bestRank] = ["", Number.POSITIVE_INFINITY];
      for (let i = 1; i < parts.length; i++) {
        const pair = `${parts[i - 1]} ${parts[i]}`;
        const rank = this.ranks.get(pair);
        if (rank !== undefined && rank < bestRank) [best, bestRank] = [pair, rank];
      }
      if (bestRank === Number.POSITIVE_INFINITY) break;
      const next: string[] = [];
      for (let i = 0; i < parts.length; i++) {
        const isPair = i + 1 < parts.length && `${parts[i]} ${parts[i + 1]}` === best;
        next.push(isPair ? parts[i]! + parts[++i]! : parts[i]!);
      }
      parts = next;
    }
    return parts;
  }
}

const mostKnown = 100_000;

/** The visible character of each byte: printable ones are themselves, the others follow from U+0100 on. */
const byteLetters = (() => {
  const isPrintable = (byte: number) =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
  const bytes = Array.from({ length: 256 }, (_, byte) => byte);
  const printable = bytes.filter(isPrintable);
  const others = bytes.filter((byte) => !isPrintable(byte));
  const ofByte = new Array<string>(256);
  for (const byte of printable) ofByte[byte] = String.fromCharCode(byte);
  for (const [i, byte] of others.entries()) ofByte[byte] = String.fromCharCode(0x100 + i);
  return { ofByte, order: [...printable, ...others].map((byte) => ofByte[byte]!) };
})();
