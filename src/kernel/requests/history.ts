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
      const pattern = globPattern(String(request.pattern ?? "*"));
      found = found.filter(([, , input]) => pattern.test(input));
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

function globPattern(glob: string): RegExp {
  const escaped = glob
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`^${escaped}$`, "s");
}
