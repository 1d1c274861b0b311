// Queries for images: a sentence, keywords, or both (multi-source retrieval, section III-B of the paper).
import { tokenize } from "./tokenize.js";

/**
 * A query for images: a sentence, keywords, or both. A string is a sentence.
 *
 * @example
 * const query: TextQuery = { sentence: "White boats at a pier.", keywords: ["white boats"] };
 */
export type TextQuery =
  | string
  | {
      /** Sentence of the query. */
      readonly sentence: string;
      /** Keywords of the query. Default: picked out of the sentence. */
      readonly keywords?: readonly string[];
    }
  | {
      /** Sentence of the query. Default: the keywords. */
      readonly sentence?: string;
      /** Keywords of the query, such as `white boats`. */
      readonly keywords: readonly string[];
    };

/** A query with a sentence and keywords. */
export interface CompleteQuery {
  /** Sentence of the query. */
  readonly sentence: string;
  /** Keywords of the query. */
  readonly keywords: readonly string[];
}

/** Words that are never part of a keyword: articles, prepositions, pronouns, forms of `be` and `have`, counts. */
const functionWords = new Set(
  (
    "a an and are around as at be been being beside between both but by can close could each few for from has have " +
    "here in into is it its lots lot many more most near next no of on one or other others out over seen several " +
    "side sides some surrounded that the their them there these they this those through to two three four five six " +
    "seven eight nine ten under up very was were where which while with without"
  ).split(" "),
);

const mostKeywords = 5;

/**
 * Picks keywords out of a sentence in RSITMD's style: a noun with the word before it, such as `white planes`. Each run
 * of content words contributes its last two words.
 *
 * @returns at most five different keywords in the order of the sentence
 * @example
 * pickKeywords("Three white planes are parked beside a gray terminal.");
 * // ["white planes", "parked", "gray terminal"]
 */
export function pickKeywords(sentence: string): string[] {
  const runs: string[][] = [[]];
  for (const word of tokenize(sentence)) {
    if (functionWords.has(word)) runs.push([]);
    else runs.at(-1)!.push(word);
  }
  const keywords = runs.filter((run) => run.length > 0).map((run) => run.slice(-2).join(" "));
  return [...new Set(keywords)].slice(0, mostKeywords);
}

/** Returns a keyword as words. RSITMD writes `-port` for a noun without an adjective. */
export function keywordText(keyword: string): string {
  return keyword.replace(/^\s*-\s*/, "").trim();
}

/**
 * Returns the sentence of a query, or its keywords joined to a sentence (section III-B of the paper).
 *
 * @example
 * console.log(sentenceOf({ keywords: ["white planes", "gray terminal"] })); // "white planes gray terminal"
 */
export function sentenceOf(query: TextQuery): string {
  if (typeof query === "string") return query;
  return query.sentence ?? (query.keywords ?? []).map(keywordText).join(" ");
}

/**
 * Fills in the missing part of a query: keywords picked out of its sentence, or a sentence joined from its keywords.
 *
 * @example
 * completeQuery({ keywords: ["gray port", "-ship"] });
 * // { sentence: "gray port ship", keywords: ["gray port", "ship"] }
 */
export function completeQuery(query: TextQuery): CompleteQuery {
  const sentence = sentenceOf(query);
  const given = typeof query === "string" ? [] : (query.keywords ?? []);
  const keywords = given.map(keywordText).filter((keyword) => keyword !== "");
  return { sentence, keywords: keywords.length > 0 ? keywords : pickKeywords(sentence) };
}
