// ONNX Runtime, an optional package. Its types are declared here, so that the library's own types do not need it.
import { DataError, EngineError } from "../../base/errors.js";

/** A value of ONNX Runtime. */
export interface OnnxTensor {
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: Float32Array | BigInt64Array | Int32Array | readonly unknown[];
}

/** An input or output as the model declares it. */
export interface OnnxValueInfo {
  readonly name: string;
  readonly isTensor: boolean;
  readonly type?: string;
  /** Sizes of the axes. A text or a negative number is an axis of any size. */
  readonly shape?: readonly (number | string)[];
}

/** A loaded model. */
export interface OnnxSession {
  readonly inputMetadata: readonly OnnxValueInfo[];
  readonly outputMetadata: readonly OnnxValueInfo[];
  run(feeds: Readonly<Record<string, OnnxTensor>>): Promise<Readonly<Record<string, OnnxTensor>>>;
  release(): Promise<void>;
}

/** The parts of the package that are used. */
export interface OnnxRuntime {
  readonly InferenceSession: {
    create(file: string, options: { readonly logSeverityLevel: 3 }): Promise<OnnxSession>;
  };
  readonly Tensor: new (
    type: "float32" | "int64",
    data: Float32Array | BigInt64Array,
    dims: readonly number[],
  ) => OnnxTensor;
}

/**
 * Loads the package.
 *
 * @param file the detector, for the message
 * @param name the package. Compilers do not look for it, because it is a variable.
 * @throws {EngineError} when it is not installed or does not work on this machine
 */
export async function loadOnnxRuntime(file: string, name = "onnxruntime-node"): Promise<OnnxRuntime> {
  try {
    const module = (await import(name)) as OnnxRuntime & { readonly default?: OnnxRuntime };
    return module.default ?? module;
  } catch (error) {
    const isMissing = (error as { code?: string }).code === "ERR_MODULE_NOT_FOUND";
    const found = isMissing ? "none" : (error as Error).message.split("\n")[0];
    throw new EngineError(
      `${file}: expected the package ${name}, which runs detectors, found ${found}; install it with npm install ${name}.`,
    );
  }
}

/** Opens a model. @throws {DataError} when ONNX Runtime refuses it */
export async function openSession(runtime: OnnxRuntime, file: string): Promise<OnnxSession> {
  try {
    return await runtime.InferenceSession.create(file, { logSeverityLevel: 3 });
  } catch (error) {
    throw new DataError(
      `${file}: expected an ONNX model, found one that ONNX Runtime does not open (${(error as Error).message.split("\n")[0]}); export it again.`,
    );
  }
}
