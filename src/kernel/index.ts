// What other packages may use of the kernel: installing it, and the interface that it offers to code in cells.
export type { Comm, CommMessage, DisplayRequest, KernelHost } from "./host.js";
export { hostSymbol } from "./host.js";
export { installKernelspec, type KernelspecPlace, kernelName, uninstallKernelspec } from "./kernelspec.js";
