// A kernel for the tests of one describe block: started before them, shut down after them.
import { after, before } from "node:test";
import { KernelClient, type KernelOptions } from "./kernelClient.js";

/** Gives the kernel to the tests that run after it was started. */
export function kernelOfTests(options?: KernelOptions): () => KernelClient {
  let client: KernelClient | undefined;
  before(async () => {
    client = await KernelClient.start(options);
  });
  after(() => client?.close());
  return () => client!;
}
