// A kernel for the tests of one describe block.
import { after, before } from "node:test";
import { KernelClient, type KernelOptions } from "./kernelClient.js";

/** Starts a kernel before the tests and shuts it down after them. Returns a function that tests call for the kernel. */
export function kernelOfTests(options?: KernelOptions): () => KernelClient {
  let client: KernelClient | undefined;
  before(async () => {
    client = await KernelClient.start(options);
  });
  after(() => client?.close());
  return () => client!;
}
