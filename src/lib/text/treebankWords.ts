// Splits a sentence into words by the rules of the Penn Treebank, in the order and with the additions of NLTK's
// NLTKWordTokenizer: quotes, punctuation, brackets, dashes, clitics, contractions.

/** Letters, digits and the underscore of any script, as Python's `\w`. JavaScript's `\w` is ASCII only. */
const w = "[\\p{L}\\p{M}\\p{N}_]";

const rules: readonly (readonly [RegExp, string])[] = [
  // Opening quotes.
  [/([«“‘„]|`+)/gu, " $1 "],
  [/^"/u, "``"],
  [/(``)/gu, " $1 "],
  [/([ ([{<])("|'{2})/gu, "$1 `` "],
  [new RegExp(`(?<!${w})(')(?!(?:re|ve|ll|m|t|s|d|n)(?!${w}))(?=${w})`, "giu"), "$1 "],
  // Punctuation. Only the last period of the sentence is a token. Any other belongs to its word.
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
  // The following rules recognize the ends of the sentence by a space.
  [/^[\s\S]*$/u, " $& "],
  // Closing quotes, and clitics.
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

/** Returns the rule that splits a contraction, written as `can|not`, at the bar. */
function contraction(pair: string, before: string, after: string): readonly [RegExp, string] {
  const [first, second] = pair.split("|");
  return [new RegExp(`${before}(${first})(${second})${after}`, "giu"), " $1 $2 "];
}

/** Splits one sentence into words and punctuation. */
export function treebankWords(sentence: string): string[] {
  let text = sentence;
  for (const [pattern, replacement] of rules) text = text.replace(pattern, replacement);
  return text.split(/\s+/u).filter((token) => token !== "");
}
