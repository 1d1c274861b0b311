// Callbacks by key. Each runs in the asynchronous context in which it was registered, so that what it prints
// appears under the cell that registered it; one that throws does not keep the others from running.
import { AsyncLocalStorage } from "node:async_hooks";

type Callback<A extends unknown[]> = (...details: A) => void;

export class Listeners<A extends unknown[]> {
  private readonly byKey = new Map<string, Map<Callback<A>, Callback<A>>>();

  /** Gives a function that takes the callback out again. */
  add(key: string, callback: Callback<A>): () => void {
    const callbacks = this.byKey.get(key) ?? new Map<Callback<A>, Callback<A>>();
    this.byKey.set(key, callbacks);
    const inContext = AsyncLocalStorage.snapshot();
    callbacks.set(callback, (...details) => inContext(callback, ...details));
    return () => this.remove(key, callback);
  }

  remove(key: string, callback: Callback<A>): void {
    this.byKey.get(key)?.delete(callback);
  }

  /** @throws the first error of a callback, after all have run */
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
