// The Penn Treebank's word rules in the order and with the additions of NLTK's NLTKWordTokenizer, which
// `word_tokenize` applies to each sentence: quotes, punctuation, brackets, dashes, clitics, contractions.

/** Letters, digits and the underscore of any script, as Python's `\w`; JavaScript's own is ASCII alone. */
const w = "[\\p{L}\\p{M}\\p{N}_]";

const rules: readonly (readonly [RegExp, string])[] = [
  // Quotes that open.
  [/([«“‘„]|`+)/gu, " $1 "],
  [/^"/u, "``"],
  [/(``)/gu, " $1 "],
  [/([ ([{<])("|'{2})/gu, "$1 `` "],
  [new RegExp(`(?<!${w})(')(?!(?:re|ve|ll|m|t|s|d|n)(?!${w}))(?=${w})`, "giu"), "$1 "],
  // Punctuation; the last full stop of the sentence is a token of its own, others belong to their word.
  [/([^.])(\.)([\])}>"'»”’ ]*)\s*$/u, "$1 $2 $3 "],
  [/([:,])([^\p{Nd}])/gu, " $1 $2"],
  [/([:,])$/u, " $1 "],
  [/\.{2,}/gu, " $& "],
  [/[;@#$%&]/gu, " $& "],
  [/[\u2012-\u2015]/gu, " $& "],
  [/([^.])(\.)([\])}>"']*)\s*$/u, "$1 $2$3 "],
  [/[?!]/gu, " $& "],
  [/([^'])' /gu, "$1 ' "],
  [/[*]/gu, " $& "],
  [/[\][(){}<>]/gu, " $& "],
  [/--/gu, " -- "],
  // A space at both ends stands for the sentence's edges in what follows.
  [/^[\s\S]*$/u, " $& "],
  // Quotes that close, and clitics.
  [/([»”’])/gu, " $1 "],
  [/''/gu, " '' "],
  [/"/gu, " '' "],
  [/\s+/gu, " "],
  [/([^' ])('[sS]|'[mM]|'[dD]|') /gu, "$1 $2 "],
  [/([^' ])('ll|'LL|'re|'RE|'ve|'VE|n't|N'T) /gu, "$1 $2 "],
  // Contractions of the spoken language (Robert MacIntyre's list).
  ...["can|not", "d|'ye", "gim|me", "gon|na", "got|ta", "lem|me", "more|'n"].map((pair) =>
    contraction(pair, `(?<!${w})`, `(?!${w})`),
  ),
  contraction("wan|na", `(?<!${w})`, "(?=\\s)"),
  contraction("'t|is", " ", `(?!${w})`),
  contraction("'t|was", " ", `(?!${w})`),
];

function contraction(pair: string, before: string, after: string): readonly [RegExp, string] {
  const [first, second] = pair.split("|");
  return [new RegExp(`${before}(${first})(${second})${after}`, "giu"), " $1 $2 "];
}

/** Words and punctuation of one sentence. */
export function treebankWords(sentence: string): string[] {
  let text = sentence;
  for (const [pattern, replacement] of rules) text = text.replace(pattern, replacement);
  return text.split(/\s+/u).filter((token) => token !== "");
}
