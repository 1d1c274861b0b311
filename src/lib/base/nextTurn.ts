// Long loops yield to the event loop here.

/**
 * Lets the event loop turn once, so that timers, widget messages and a Stop button are served.
 * @throws the signal's reason when the signal is aborted
 * @example
 * for (const batch of batches) {
 *   encode(batch);
 *   await nextTurn(signal);
 * }
 */
export async function nextTurn(signal?: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal?.throwIfAborted();
}
