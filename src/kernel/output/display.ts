// `display(value)` and `page(value)` of cells.
import { randomUUID } from "node:crypto";
import type { MimeBundle } from "../host/display.js";
import type { DisplayRequest, Output } from "../host/host.js";
import type { RequestContext } from "../requests/context.js";
import { bundleOf, isPromise, mimeBundle } from "./mimeBundle.js";
import type { Outputs } from "./outputs.js";

/** A displayed value. */
export interface DisplayHandle {
  /** Shows another value in place of the displayed one, wherever it is shown. */
  update(value: unknown): Promise<void>;
}

/** A handle that can also be awaited, until the value is shown. */
export interface PendingDisplay extends Promise<DisplayHandle>, DisplayHandle {}

/** Shows a value, or several one after the other. */
export interface Display {
  (value: unknown): PendingDisplay;
  (...values: unknown[]): Promise<DisplayHandle[]>;
}

/** Shows values at the places where `display` was called, also when a MIME bundle takes time to make. */
export class Displays {
  /** Handles, the promises of them, and those that `update` and `page` returned. */
  private readonly handles = new WeakSet<object>();
  /** Errors that are shown already, each with the request that shows it. */
  private readonly shownErrors = new WeakMap<object, unknown>();

  /** @param errorOutput returns the output by which a cell shows an error */
  constructor(
    private readonly context: RequestContext,
    private readonly outputs: Outputs,
    private readonly errorOutput: (error: unknown) => Output & { output_type: "error" },
  ) {}

  /**
   * Shows values in the output of the cell. The promise resolves when they are shown. When a display method throws,
   * the error is shown in place of the value, and the promise rejects with it. The cell fails unless it handles that.
   */
  readonly display = ((...values: unknown[]) =>
    values.length === 1 ? this.displayOne(values[0]) : this.displayAll(values)) as Display;

  /** Shows a value in the pager of the front end. */
  readonly page = (value: unknown): Promise<void> => {
    const running = this.context.current();
    const bundle = typeof value === "string" ? { "text/plain": value } : mimeBundle(value);
    const sent = Promise.resolve(bundle).then((data) => {
      running?.payload.push({ source: "page", data, start: 0 });
    });
    this.track(sent);
    const done = sent.then();
    this.handles.add(done);
    return done;
  };

  /** Returns true for a value that `display`, `update` or `page` returned. A cell does not show it again. */
  isHandle(value: unknown): boolean {
    return typeof value === "object" && value !== null && this.handles.has(value);
  }

  /** Returns true for an error that the running cell shows already, such as that of a display method. */
  isShown(error: unknown): boolean {
    if (typeof error !== "object" || error === null) return false;
    return this.shownErrors.has(error) && this.shownErrors.get(error) === this.context.current();
  }

  /** Notes that the running cell shows the error. */
  noteShown(error: unknown): void {
    if (typeof error === "object" && error !== null) this.shownErrors.set(error, this.context.current());
  }

  private displayOne(value: unknown): PendingDisplay {
    const transient = { display_id: randomUUID() };
    const handle: DisplayHandle = {
      update: (next) => {
        // A promise of its own, which counts as unhandled although the shown one is tracked.
        const updated = this.show(next, { transient, update: true }).then();
        this.handles.add(updated);
        return updated;
      },
    };
    const promise = Object.assign(
      this.show(value, { transient }).then(() => handle),
      { update: handle.update },
    );
    this.handles.add(handle).add(promise);
    return promise;
  }

  private displayAll(values: readonly unknown[]): Promise<DisplayHandle[]> {
    const promise = Promise.all(values.map((value) => this.displayOne(value)));
    const shown = promise.then((handles) => {
      this.handles.add(handles);
      return handles;
    });
    this.handles.add(shown);
    return shown;
  }

  private show(value: unknown, request: Omit<DisplayRequest, "data">): Promise<void> {
    const place = this.context.reserve();
    const fill = (show: () => void) => {
      try {
        if (!place.outputs.abandoned) show();
      } finally {
        place.outputs.close();
      }
    };
    const fail = (error: unknown) => {
      this.noteShown(error);
      fill(() => this.outputs.error(this.errorOutput(error), place));
      return Promise.reject(error);
    };
    const succeed = async (data: MimeBundle): Promise<void> => {
      try {
        fill(() => this.outputs.display({ data, ...request }, place));
      } catch (error) {
        return fail(error);
      }
    };
    let bundle: ReturnType<typeof bundleOf>;
    try {
      bundle = this.context.within(place, () => bundleOf(value));
    } catch (error) {
      return fail(error);
    }
    // A value that needs no promise is shown before the next statement, which may compute for long.
    if (!isPromise(bundle)) return succeed(bundle);
    const shown = bundle.then(succeed, fail);
    this.track(shown);
    return shown;
  }

  /** Keeps the cell from ending before the promise is settled. */
  private track(promise: Promise<void>): void {
    const running = this.context.current();
    if (!running) return;
    const settled = promise.catch(() => {}).then(() => void running.displays.delete(settled));
    running.displays.add(settled);
  }
}
