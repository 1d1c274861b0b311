// Back-pressure for changes of widgets. Single changes are sent at once. During a burst the next changes are sent when the
// page has handled the ones before. All changes of a widget in the meantime become one message.
import type { KernelHost } from "../../host/host.js";
import { PageEcho } from "./pageEcho.js";

/** Number of updates before the page is asked whether it has handled them. */
const burst = 8;
/** Time without updates that ends a burst, in ms. */
const pause = 100;
/** Timeout of the answer of a page that has answered before, in ms. */
const patience = 1000;
/** Smallest time between two rounds of updates without a page that answers, as in a console or nbclient, in ms. */
const blindInterval = 50;

/** Decides when the widgets of a kernel send their changes. */
export class BackPressure {
  private readonly waiting = new Set<() => void>();
  private echo: PageEcho | undefined;
  private sent = 0;
  private lastSent = 0;
  private holding = false;
  /** True while no page answers, as at the start. */
  private blind = true;
  private scheduled = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly host: KernelHost) {}

  /** Calls `send` once as soon as the page can handle it, also after several requests. */
  request(send: () => void): void {
    this.waiting.add(send);
    if (this.holding || this.scheduled) return;
    this.scheduled = true;
    // Changes of one turn of the event loop become one message.
    queueMicrotask(() => this.release());
  }

  /** Cancels a request, because its changes were sent already. */
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
    // An error of one widget must not keep the others from sending.
    const errors = sends.flatMap((send) => errorOf(send));
    this.sent += sends.length;
    if (this.sent >= burst) this.hold();
    if (errors.length > 0) throw errors[0];
  }

  private hold(): void {
    this.holding = true;
    this.echo ??= new PageEcho(this.host, () => this.caughtUp());
    this.echo.ask();
    this.timer = setTimeout(() => this.timedOut(), this.blind ? blindInterval : patience);
    this.timer.unref();
  }

  private caughtUp(): void {
    this.blind = false;
    if (this.holding) this.resume();
  }

  private timedOut(): void {
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

function errorOf(run: () => void): unknown[] {
  try {
    run();
    return [];
  } catch (error) {
    return [error];
  }
}

const instances = new WeakMap<KernelHost, BackPressure>();

/** Returns the back-pressure that all widgets of a kernel share. */
export function backPressureOf(host: KernelHost): BackPressure {
  const backPressure = instances.get(host) ?? new BackPressure(host);
  instances.set(host, backPressure);
  return backPressure;
}
