// The entry `typescript-lab`: the contract between the kernel and the libraries that run in it.
export { type Displayable, displaySymbol, type MimeBundle } from "./display.js";
export { DisplayError, JsonError, NoKernelError, TypeScriptLabError } from "./errors.js";
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
} from "./host.js";
export type { Json, JsonObject } from "./json.js";
