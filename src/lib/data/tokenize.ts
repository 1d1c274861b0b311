// Words of a caption as the released code takes them: lower case, split as NLTK's word_tokenize does for the
// plain English of captions, punctuation dropped.

/** Clitics that NLTK cuts off their word, as in `don't` → `do`, `n't`. */
const clitics = /('s|'m|'d|'ll|'re|'ve|n't)(?=\s|$)/g;

/** Lower-case words without punctuation; hyphened words and numbers stay whole. */
export function tokenize(text: string): string[] {
  const apart = text
    .toLowerCase()
    .replace(/([.,;:!?()[\]{}"“”…])(?![0-9])/g, " ")
    .replace(clitics, " $1");
  return apart.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
}
