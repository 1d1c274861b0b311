// The typed errors of the library. Each message names the file or argument, what was expected,
// what was found and what to do, so that the command line can print it as its one sentence.

/** The base of every error that bad input causes; anything else that is thrown is a defect of ours. */
export class AmfmnError extends Error {
  override name = "AmfmnError";
}

/** A data set, an image or a caption file that does not fit its form. */
export class DataError extends AmfmnError {
  override name = "DataError";
}

/** A checkpoint that cannot be read or does not fit the model. */
export class CheckpointError extends AmfmnError {
  override name = "CheckpointError";
}

/** An option or argument outside its range, or an unknown one. */
export class OptionError extends AmfmnError {
  override name = "OptionError";
}

/** A tensor engine that is not there or does not work on this machine. */
export class EngineError extends AmfmnError {
  override name = "EngineError";
}
