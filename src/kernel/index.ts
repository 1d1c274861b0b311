// What a library may use of the kernel: the shape of its host and of rich display.
export type { Comm, CommMessage, DisplayRequest, Json, JsonObject, KernelHost } from "./host/host.js";
export { hostSymbol } from "./host/host.js";
export { installKernelspec, type KernelspecPlace, uninstallKernelspec } from "./install/kernelspec.js";
export { displaySymbol, type MimeBundle } from "./output/mimeBundle.js";
