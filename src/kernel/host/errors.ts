// Errors that a user can mend. A program that runs for a user prints their message and nothing else.

/**
 * Base class of every error that is caused by bad input or by a missing part of the environment. The message is one
 * sentence of the form `name: expected …, found …; do …`. Any other error is a defect of this package.
 * @example
 * import { TypeScriptLabError } from "typescript-lab";
 * import { installKernelspec } from "typescript-lab/install";
 *
 * try {
 *   installKernelspec({ prefix: "port_1.png" });
 * } catch (error) {
 *   if (error instanceof TypeScriptLabError) console.error(error.message);
 *   else throw error;
 * }
 */
export class TypeScriptLabError extends Error {
  override name = "TypeScriptLabError";
}

/**
 * The code needs a kernel, and this process is none.
 * @example
 * import { kernelHost, NoKernelError } from "typescript-lab";
 *
 * try {
 *   kernelHost().clearOutput();
 * } catch (error) {
 *   if (!(error instanceof NoKernelError)) throw error;
 * }
 */
export class NoKernelError extends TypeScriptLabError {
  override name = "NoKernelError";
}

/**
 * A value has no form in JSON, or a message does not have the form that its type requires. The message of the error
 * names the MIME type or the field, and the path of the value.
 * @example
 * import { JsonError } from "typescript-lab";
 *
 * const isUnsent = (error: unknown) => error instanceof JsonError;
 */
export class JsonError extends TypeScriptLabError {
  override name = "JsonError";
}

/**
 * A value cannot be shown, such as a picture whose file is missing.
 * @example
 * import { DisplayError } from "typescript-lab";
 *
 * const isNoPicture = (error: unknown) => error instanceof DisplayError;
 */
export class DisplayError extends TypeScriptLabError {
  override name = "DisplayError";
}
