// Gathers the text of standard output and error, so that 100,000 lines do not become as many messages. The first texts
// are sent at once and as they were printed. Later ones are gathered for a while, and each stream becomes one message.
import type { Header, StreamName } from "./messages.js";

/** Text of one stream under one request. */
export interface StreamText {
  readonly name: StreamName;
  readonly text: string;
  /** Header of the request that printed the text, or an empty object. */
  readonly parent: Header | Record<string, never>;
}

/** Messages that may be sent at once after a pause. */
const burst = 20;
/** Messages a second in the long run. With the burst, these are at most 50 in any second. */
const rate = 30;
/** Characters that are sent without regard to the rate. */
const largest = 1024 * 1024;

/** Sends texts in few messages. */
export class StreamTexts {
  private gathered: StreamText[] = [];
  private size = 0;
  /** Messages that may be sent now. */
  private allowed = burst;
  private countedAt = performance.now();
  private timer: NodeJS.Timeout | undefined;

  /** @param publish sends a text as one message */
  constructor(private readonly publish: (text: StreamText) => void) {}

  /** Adds a text behind the earlier ones. */
  add(text: StreamText): void {
    this.size += text.text.length;
    const last = this.gathered.at(-1);
    if (last && isSameStream(last, text))
      this.gathered[this.gathered.length - 1] = { ...last, text: last.text + text.text };
    else this.gathered.push(text);
    if (this.size > largest) this.flush();
    else this.timer ??= this.sendWhenAllowed();
  }

  /** Sends the gathered texts. Every other message is sent after a call of this, which keeps the order. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.gathered.length === 0) return;
    const texts = this.gathered.length > this.count() ? byStream(this.gathered) : this.gathered;
    this.gathered = [];
    this.size = 0;
    this.allowed = Math.max(this.allowed - texts.length, -burst);
    for (const text of texts) this.publish(text);
  }

  /** Sends now if the rate allows it. Otherwise returns the timer that sends later. */
  private sendWhenAllowed(): NodeJS.Timeout | undefined {
    const missing = Math.min(this.gathered.length, 2) - this.count();
    if (missing > 0) return setTimeout(() => this.flush(), (1000 * missing) / rate);
    this.flush();
    return undefined;
  }

  /** Returns the number of messages that the rate allows now. */
  private count(): number {
    const now = performance.now();
    this.allowed = Math.min(burst, this.allowed + ((now - this.countedAt) * rate) / 1000);
    this.countedAt = now;
    return this.allowed;
  }
}

function isSameStream(one: StreamText, other: StreamText): boolean {
  return one.name === other.name && one.parent.msg_id === other.parent.msg_id;
}

/** Joins the texts of each stream, in the order of their first texts. */
function byStream(texts: readonly StreamText[]): StreamText[] {
  const joined = new Map<string, { first: StreamText; parts: string[] }>();
  for (const text of texts) {
    const key = `${text.name} ${text.parent.msg_id ?? ""}`;
    const entry = joined.get(key);
    if (entry) entry.parts.push(text.text);
    else joined.set(key, { first: text, parts: [text.text] });
  }
  return [...joined.values()].map(({ first, parts }) => ({ ...first, text: parts.join("") }));
}
