// Splits a lower-case text into sentences as Punkt (Kiss & Strunk 2006) does with NLTK's parameters for English.
// Captions such as "a wide river. there are boats on it" need it: the period inside is a token only because it ends a
// sentence. The tables hold the parameters that affect lower-case text. Four of the 20,366 orthographic contexts do.

/** Abbreviations that Punkt has learned. Their period does not end a sentence. */
const abbreviations = new Set([
  ". . ",
  ...`a.a a.c a.d a.g a.h a.m a.m.e a.s a.t adm ala ariz aug ave b.f b.v bros c c.i.t c.o.m.b c.v calif chg cie
  co col colo conn corp cos ct d d.c d.h d.w dec dr e e.f e.h e.l e.m f f.g f.j feb fla fri ft g g.d g.f g.k
  ga gen h h.c h.f h.m i.m.s ill inc j.b j.c j.j j.k j.p j.r jan jr k kan ky l l.a l.f l.p lt ltd m m.b.a
  m.d.c m.j maj messrs mg mich minn mr mrs ms n n.c n.d n.h n.j n.m n.v n.y nev nov oct ok okla ore p p.a.m
  p.m pa ph.d prof r r.a r.h r.i r.j r.k r.t rep reps s s.a s.a.y s.c s.g s.p.a s.s sen sep sept sr st sw t
  t.j tenn tues u.k u.n u.s u.s.a u.s.s.r v va vs vt w w.c w.r w.va w.w wash wed wis yr`.split(/\s+/),
]);

/** Pairs of words that belong together across a period. `#` is any number. */
const collocations = new Set(
  `# abreast | # aes | # business | # cbot | # colgate | # commodities | # cooper | # corrections | #
  credit | # dividend | # financing | # genentech | # henley | # insider | # international | # leisure | #
  letters | # notable | # pay-fone | # pegasus | # pepper | # review | # rj | # wedgestone | # who | #
  zimmer | b edelman | b levine | b smith | b stewart | b wigton | i magnin | i toussie | j aron | j
  fialka | j walter | o ludcke`
    .split("|")
    .map((pair) => pair.trim().split(/\s+/).join(" ")),
);

/** Lower-case words that Punkt has seen at the start of a sentence, after an initial or a number. */
const lowerCaseStarters = new Set(["z-holiday", "administrators", "r-revised", "b-week"]);

const nonWord = `[)";}\\]*:@'({\\[\\u2018\\u2019\\u201c\\u201d\\xab\\xbb?!]`;
const multiple = "(?:-{2,}|\\.{2,}|(?:\\.\\s){2,}\\.)";
const token = new RegExp(
  `${multiple}|(?=[^("\`{[:;&#*@)}\\]\\-,])\\S+?(?=\\s|$|${nonWord}|${multiple}|,(?=$|\\s|${nonWord}|${multiple}))|\\S`,
  "gu",
);
const possibleEnd = new RegExp(`[.?!](?=(?<after>${nonWord}|\\s+(?<next>\\S+)))`, "gu");
const closing = /^["')\]}\u2018\u2019\u201c\u201d\xab\xbb]+?(?:\s+|(?=--)|$)/mu;

/** A punctuation mark that may end a sentence, by indices into the text. */
interface End {
  /** End of the sentence, if the mark ends one. */
  readonly stop: number;
  /** Start of the next sentence. */
  readonly nextStart: number;
  /** Text from the word before the mark to the word after it. The decision depends on it alone. */
  readonly context: string;
}

/** Splits a lower-case text into sentences, without the white space between them. */
export function splitSentences(text: string): string[] {
  const spans: [number, number][] = [];
  let start = 0;
  for (const { stop, nextStart, context } of possibleEnds(text)) {
    if (!hasBreak(context)) continue;
    spans.push([start, stop]);
    start = nextStart;
  }
  spans.push([start, text.trimEnd().length]);
  return realign(text, spans);
}

/** Finds the marks that may end a sentence. Only the last one in a word counts. */
function possibleEnds(text: string): End[] {
  const ends: End[] = [];
  let previous: (End & { wordStart: number; mark: number }) | undefined;
  for (const match of text.matchAll(possibleEnd)) {
    const mark = match.index;
    const from = previous?.mark ?? 0;
    const space = lastSpace(text.slice(from, mark));
    const wordStart = space > 0 ? from + space + 1 : (previous?.wordStart ?? 0);
    if (previous && previous.mark <= wordStart) ends.push(previous);
    const { after, next } = match.groups as { after: string; next?: string };
    previous = {
      mark,
      wordStart,
      stop: mark + 1,
      nextStart: next ? mark + 1 + after.length - next.length : mark + 1,
      context: text.slice(wordStart, mark + 1) + after,
    };
  }
  if (previous) ends.push(previous);
  return ends;
}

/** Returns the index of the last white space, or 0 when there is none. */
function lastSpace(text: string): number {
  return Math.max(0, text.search(/[ \t\n\r\v\f][^ \t\n\r\v\f]*$/));
}

/** Reports whether a sentence ends before the last token of the context. */
function hasBreak(context: string): boolean {
  const tokens = context.split("\n").flatMap((line) => line.match(token) ?? []);
  return tokens.some((one, i) => i < tokens.length - 1 && endsSentence(one, tokens[i + 1]!));
}

/** Reports whether a token ends a sentence, by Punkt's two passes for text without capitals. */
function endsSentence(one: string, next: string): boolean {
  if (one === "." || one === "?" || one === "!") return true;
  if (!one.endsWith(".") || one.endsWith("..")) return false;
  const word = one.slice(0, -1);
  if (abbreviations.has(word) || abbreviations.has(word.split("-").at(-1)!)) return false;
  const isNumber = /^-?[.,]?\p{Nd}[\p{Nd},.-]*\.?$/u.test(one);
  if (belongTogether(isNumber ? "#" : word, next)) return false;
  const isInitial = /^[\p{L}_]\.$/u.test(one);
  return !(isInitial || isNumber) || !continues(next);
}

function belongTogether(word: string, next: string): boolean {
  return collocations.has(`${word} ${next.replace(/\.$/, "")}`);
}

/** Reports whether the spelling of a token shows that it cannot start a sentence. */
function continues(next: string): boolean {
  if (/^[;:,.!?]$/.test(next)) return true;
  return /^\p{Ll}/u.test(next) && !lowerCaseStarters.has(next.replace(/\.$/, ""));
}

/** Moves closing brackets and quotes after a period to the sentence that they close. */
function realign(text: string, spans: readonly [number, number][]): string[] {
  const sentences: string[] = [];
  let moved = 0;
  for (const [i, [from, to]] of spans.entries()) {
    const start = from + moved;
    const following = spans[i + 1];
    const close = following && closing.exec(text.slice(following[0], following[1]))?.[0];
    moved = close ? close.length : 0;
    const sentence = text.slice(start, close ? following[0] + close.trimEnd().length : to);
    if (sentence !== "") sentences.push(sentence);
  }
  return sentences;
}
