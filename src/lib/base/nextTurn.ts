// Long loops yield to the event loop here.

/**
 * Waits until the event loop has run what is due: timers, widget messages, a Stop button.
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
