// What an image is searched with: a sentence, keywords, or both (the paper's multi-source retrieval).
import { tokenize } from "./tokenize.js";

/** A plain string is a sentence. */
export type TextQuery =
  | string
  | { readonly sentence: string; readonly keywords?: readonly string[] }
  | { readonly sentence?: string; readonly keywords: readonly string[] };

/** A query with both sides filled in. */
export interface CompleteQuery {
  readonly sentence: string;
  readonly keywords: readonly string[];
}

/** Words that no keyword is made of: articles, prepositions, pronouns, forms of `be` and `have`, counts. */
const empty = new Set(
  (
    "a an and are around as at be been being beside between both but by can close could each few for from has have " +
    "here in into is it its lots lot many more most near next no of on one or other others out over seen several " +
    "side sides some surrounded that the their them there these they this those through to two three four five six " +
    "seven eight nine ten under up very was were where which while with without"
  ).split(" "),
);

const mostKeywords = 5;

/**
 * Keywords that stand in a sentence, in RSITMD's manner: a target with the word before it, `white planes`.
 * A run of content words gives its last two; at most five are taken.
 */
export function pickKeywords(sentence: string): string[] {
  const runs: string[][] = [[]];
  for (const word of tokenize(sentence)) {
    if (empty.has(word)) runs.push([]);
    else runs.at(-1)!.push(word);
  }
  const keywords = runs.filter((run) => run.length > 0).map((run) => run.slice(-2).join(" "));
  return [...new Set(keywords)].slice(0, mostKeywords);
}

/** A keyword as words: RSITMD writes `-port` where the target has no word before it. */
export function keywordText(keyword: string): string {
  return keyword.replace(/^\s*-\s*/, "").trim();
}

/** The sentence of a query; keywords alone are joined into one (paper, section III-B). */
export function sentenceOf(query: TextQuery): string {
  if (typeof query === "string") return query;
  return query.sentence ?? (query.keywords ?? []).map(keywordText).join(" ");
}

/** The query with what it lacks: keywords picked out of its sentence, or a sentence joined from its keywords. */
export function completeQuery(query: TextQuery): CompleteQuery {
  const sentence = sentenceOf(query);
  const given = typeof query === "string" ? [] : (query.keywords ?? []);
  const keywords = given.map(keywordText).filter((keyword) => keyword !== "");
  return { sentence, keywords: keywords.length > 0 ? keywords : pickKeywords(sentence) };
}
