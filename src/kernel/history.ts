// What was run in this session, for history_request. Sessions before this one are not kept.
import type { Json, JsonObject } from "./protocol/messages.js";

/** Session number (always 0: this one), execution count and source. */
type Entry = [session: number, line: number, source: string];

export class History {
  private readonly entries: Entry[] = [];

  add(count: number, source: string): void {
    this.entries.push([0, count, source]);
  }

  /** Answers "tail", "range" and "search" as the protocol describes; outputs are not kept. */
  answer(request: JsonObject): Json[] {
    const chosen = this.select(request);
    return request.output ? chosen.map(([session, line, source]) => [session, line, [source, null]]) : chosen;
  }

  private select(request: JsonObject): Entry[] {
    const n = typeof request.n === "number" ? request.n : Number.POSITIVE_INFINITY;
    const last = (entries: Entry[]) => entries.slice(Math.max(0, entries.length - n));
    switch (request.hist_access_type) {
      case "range": {
        const start = Number(request.start ?? 1);
        const stop = Number(request.stop ?? Number.POSITIVE_INFINITY);
        return this.entries.filter(([, line]) => line >= start && line < stop);
      }
      case "search": {
        const pattern = globPattern(String(request.pattern ?? "*"));
        const found = this.entries.filter(([, , source]) => pattern.test(source));
        return last(request.unique ? [...new Map(found.map((entry) => [entry[2], entry])).values()] : found);
      }
      default:
        return last(this.entries);
    }
  }
}

/** `*` is any text and `?` any character, as in a shell. */
function globPattern(glob: string): RegExp {
  const text = glob
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", "[^]*")
    .replaceAll("?", "[^]");
  return new RegExp(`^${text}$`);
}
