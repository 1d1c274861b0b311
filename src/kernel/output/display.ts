// What a cell shows beside its value: `display(value)`, which can be shown anew, `clearOutput()` and `page(value)`.
import { randomUUID } from "node:crypto";
import type { DisplayRequest, KernelHost } from "../host/host.js";
import type { JsonObject } from "../host/json.js";
import { mimeBundle } from "./mimeBundle.js";

/** A value that was shown. */
export interface DisplayHandle {
  /** Shows another value in its place, wherever it was shown. */
  update(value: unknown): Promise<void>;
}

/** Shows values in the order in which they were given, also where one takes longer to say how it is shown. */
export class Displays {
  /** Ends when everything that cells displayed is shown. */
  private shown: Promise<void> = Promise.resolve();
  /** What `display` has given: handles, and the promises of them. */
  private readonly handles = new WeakSet<object>();

  constructor(private readonly host: KernelHost) {}

  readonly display = (value: unknown): Promise<DisplayHandle> => {
    const transient = { display_id: randomUUID() };
    const handle: DisplayHandle = { update: (next) => this.show(next, { transient, update: true }) };
    const promise = this.show(value, { transient }).then(() => handle);
    this.handles.add(handle).add(promise);
    return promise;
  };

  /** Whether a cell's value is a handle of something displayed, and so has nothing to add to it. */
  isHandle(value: unknown): boolean {
    return typeof value === "object" && value !== null && this.handles.has(value);
  }

  /** Waits for what was displayed until now; a cell ends after that. */
  settled(): Promise<void> {
    return this.shown;
  }

  private show(value: unknown, request: Omit<DisplayRequest, "data">): Promise<void> {
    const bundle = mimeBundle(value);
    const shown = this.shown.then(async () => this.host.display({ data: await bundle, ...request }));
    this.shown = shown.catch(() => {});
    return shown;
  }
}

/** Sends a value to the front end's pager with the cell's reply. */
export function page(send: (payload: JsonObject) => void): (value: unknown) => Promise<void> {
  return async (value) => {
    const data = typeof value === "string" ? { "text/plain": value } : await mimeBundle(value);
    send({ source: "page", data, start: 0 });
  };
}
