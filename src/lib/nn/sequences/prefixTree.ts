// A tree of the distinct prefixes of sentences. A recurrent encoder that walks it level by level encodes "many green trees"
// once for all captions with this beginning.

/** The prefixes of one length. */
export interface PrefixLevel {
  /** For each prefix, the index of its parent in the level before. */
  readonly parents: Int32Array;
  /** For each prefix, the index of its last word in `words`. */
  readonly words: Int32Array;
  /** The prefixes of this level that are whole sentences. */
  readonly endings: Int32Array;
}

/** All prefixes of some sentences. */
export interface PrefixTree {
  /** The distinct words. */
  readonly words: Int32Array;
  /** One level for each length, from one word to the longest sentence. */
  readonly levels: readonly PrefixLevel[];
  /** For each sentence, its index among the endings of all levels. */
  readonly rowOf: Int32Array;
}

/** Builds the tree. @param sentences word numbers, at least one each */
export function prefixTree(sentences: readonly (readonly number[])[]): PrefixTree {
  const words = [...new Set(sentences.flat())];
  const placeOf = new Map(words.map((word, place) => [word, place]));
  const nodes = new Int32Array(sentences.length);
  const rowOf = new Int32Array(sentences.length);
  const levels: PrefixLevel[] = [];
  const longest = sentences.reduce((length, sentence) => Math.max(length, sentence.length), 0);
  let rows = 0;
  for (let depth = 0; depth < longest; depth++) {
    const known = new Map<number, number>();
    const parents: number[] = [];
    const last: number[] = [];
    const rowOfNode = new Map<number, number>();
    for (const [i, sentence] of sentences.entries()) {
      if (depth >= sentence.length) continue;
      const word = placeOf.get(sentence[depth]!)!;
      const key = nodes[i]! * words.length + word;
      let node = known.get(key);
      if (node === undefined) {
        node = parents.push(nodes[i]!) - 1;
        last.push(word);
        known.set(key, node);
      }
      nodes[i] = node;
      if (depth !== sentence.length - 1) continue;
      if (!rowOfNode.has(node)) rowOfNode.set(node, rows++);
      rowOf[i] = rowOfNode.get(node)!;
    }
    levels.push({
      parents: Int32Array.from(parents),
      words: Int32Array.from(last),
      endings: Int32Array.from(rowOfNode.keys()),
    });
  }
  return { words: Int32Array.from(words), levels, rowOf };
}
