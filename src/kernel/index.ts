// The entry `typescript-lab`: the contract between the kernel and libraries, and rich display.
export { type Displayable, displaySymbol, type MimeBundle } from "./host/display.js";
export { NoKernelError, TypeScriptLabError } from "./host/errors.js";
export {
  type Comm,
  type CommMessage,
  type DisplayRequest,
  hasKernelHost,
  hostSymbol,
  type KernelHost,
  kernelHost,
  type Output,
  type OutputRecord,
} from "./host/host.js";
export type { Json, JsonObject } from "./host/json.js";
export { installKernelspec, type KernelspecPlace, uninstallKernelspec } from "./install/kernelspec.js";
