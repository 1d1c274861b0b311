// When a widget's changes are sent: at once as long as the page keeps up; in a burst only when the page has
// worked off what it was sent before, with everything that changed meanwhile in one message a widget.
import type { KernelHost } from "../../host/host.js";
import { PageEcho } from "./pageEcho.js";

/** Updates sent in a row before the page is asked whether it keeps up. */
const burst = 8;
/** A pause after which a burst counts as over, in ms. */
const pause = 100;
/** How long a page that has answered before may take until it is taken to be gone, in ms. */
const patience = 1000;
/** Least time between two rounds of updates while no page answers (a console, nbclient), in ms. */
const blindInterval = 50;

export class BackPressure {
  private readonly waiting = new Set<() => void>();
  private echo: PageEcho | undefined;
  private sent = 0;
  private lastSent = 0;
  private holding = false;
  /** No page has answered lately; so it is until the first one does. */
  private blind = true;
  private scheduled = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly host: KernelHost) {}

  /** Calls `send` as soon as the page can take it; once, however often it is asked before. */
  request(send: () => void): void {
    this.waiting.add(send);
    if (this.holding || this.scheduled) return;
    this.scheduled = true;
    // Changes of one turn of the event loop travel together.
    queueMicrotask(() => this.release());
  }

  /** Takes back a request whose changes were sent in another way. */
  cancel(send: () => void): void {
    this.waiting.delete(send);
  }

  private release(): void {
    this.scheduled = false;
    if (this.waiting.size === 0) return;
    const now = performance.now();
    if (now - this.lastSent > pause) this.sent = 0;
    this.lastSent = now;
    const sends = [...this.waiting];
    this.waiting.clear();
    for (const send of sends) send();
    this.sent += sends.length;
    if (this.sent >= burst) this.hold();
  }

  private hold(): void {
    this.holding = true;
    this.echo ??= new PageEcho(this.host, () => this.caughtUp());
    this.echo.ask();
    this.timer = setTimeout(() => this.tired(), this.blind ? blindInterval : patience);
    this.timer.unref();
  }

  private caughtUp(): void {
    this.blind = false;
    if (this.holding) this.resume();
  }

  private tired(): void {
    this.blind = true;
    this.resume();
  }

  private resume(): void {
    clearTimeout(this.timer);
    this.holding = false;
    this.sent = 0;
    this.release();
  }
}

const paces = new WeakMap<KernelHost, BackPressure>();

/** The one pace of all widgets of a kernel. */
export function backPressureOf(host: KernelHost): BackPressure {
  const pace = paces.get(host) ?? new BackPressure(host);
  paces.set(host, pace);
  return pace;
}
