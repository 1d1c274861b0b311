// History of the cells of this session.
import type { JsonObject } from "../host/json.js";

type Entry = [session: number, line: number, input: string];

/** Keeps the code of cells. */
export class History {
  private readonly entries: Entry[] = [];

  /** Adds a cell by its number. */
  add(line: number, code: string): void {
    this.entries.push([1, line, code]);
  }

  /** Returns the content of history_reply for a range, the tail or a search with the wildcards * and ?. */
  reply(request: JsonObject): JsonObject {
    let found = this.entries;
    const n = Number(request.n ?? 0);
    if (request.hist_access_type === "range") {
      const stop = Number(request.stop ?? 0) || Number.POSITIVE_INFINITY;
      found = found.filter(([, line]) => line >= Number(request.start ?? 0) && line < stop);
    } else if (request.hist_access_type === "search") {
      const pattern = String(request.pattern ?? "*");
      found = found.filter(([, , input]) => matches(input, pattern));
      if (request.unique) found = [...new Map(found.map((entry) => [entry[2], entry])).values()];
    }
    if (request.hist_access_type !== "range" && n > 0) found = found.slice(-n);
    const history = found.map(([session, line, input]) => [
      session,
      line,
      request.output ? [input, null] : input,
    ]);
    return { status: "ok", history };
  }
}

/** Matches a text against a pattern with the wildcards * and ?, in time proportional to the product of their lengths. */
function matches(text: string, pattern: string): boolean {
  let [at, next] = [0, 0];
  // The last * and the place in the text up to which it reaches.
  let [star, reach] = [-1, 0];
  while (at < text.length) {
    if (pattern[next] === "*") {
      star = next;
      reach = at;
      next += 1;
    } else if (pattern[next] === "?" || pattern[next] === text[at]) {
      at += 1;
      next += 1;
    } else if (star >= 0) {
      reach += 1;
      at = reach;
      next = star + 1;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(next));
}
