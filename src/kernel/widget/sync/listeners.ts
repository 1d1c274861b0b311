// Callbacks by key. Each one runs in the asynchronous context that it was added in, so that its output appears under the
// cell that added it.
import { AsyncLocalStorage } from "node:async_hooks";

type Callback<A extends unknown[]> = (...details: A) => void;

/** Callbacks that are called together. */
export class Listeners<A extends unknown[]> {
  private readonly byKey = new Map<string, Map<Callback<A>, Callback<A>>>();

  /** Adds a callback. Returns a function that removes it. */
  add(key: string, callback: Callback<A>): () => void {
    const callbacks = this.byKey.get(key) ?? new Map<Callback<A>, Callback<A>>();
    this.byKey.set(key, callbacks);
    const inContext = AsyncLocalStorage.snapshot();
    callbacks.set(callback, (...details) => inContext(callback, ...details));
    return () => this.remove(key, callback);
  }

  /** Removes a callback. */
  remove(key: string, callback: Callback<A>): void {
    this.byKey.get(key)?.delete(callback);
  }

  /**
   * Calls all callbacks of a key.
   * @throws the first error of a callback, after all have run
   */
  call(key: string, ...details: A): void {
    const errors: unknown[] = [];
    for (const callback of [...(this.byKey.get(key)?.values() ?? [])]) {
      try {
        callback(...details);
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }
}
