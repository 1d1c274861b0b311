// The entry `typescript-lab/install`: adds the kernel to a Jupyter and removes it.
export { TypeScriptLabError } from "../host/errors.js";
export { installKernelspec, type KernelspecOptions, uninstallKernelspec } from "./kernelspec.js";
export { installPapermillTranslator } from "./papermill.js";
export { InstallError, type KernelspecPlace } from "./place.js";
export { installTslabKernelspecs, type TslabOptions, uninstallTslabKernelspecs } from "./tslab.js";
