// The values in a pickle, and the known Python objects that build them.
import type { ElementType } from "../elements.js";

/** A value in a pickle. Dictionaries keep their order. Tuples, lists and sets become arrays. */
export type Pickled =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | Pickled[]
  | PickledDict
  | object;
/** A dictionary in a pickle. */
export type PickledDict = Map<Pickled, Pickled>;

/** A known Python object. `build` returns the data that replaces a call of it. */
export interface KnownGlobal {
  /** The name in Python, with its module. */
  readonly name: string;
  /** Returns the data that replaces a call. */
  readonly build?: (args: readonly Pickled[]) => Pickled;
  /** The element type, for the class of a storage and for a tensor's dtype. */
  readonly elements?: ElementType;
}

/** An object that this reader knows by name and has no use for, such as a device or a path. */
export class SkippedObject {
  constructor(
    /** The name of its class in Python. */
    readonly type: string,
  ) {}
}

/** An object whose content follows its creation in the pickle, as NumPy's arrays do. */
export interface StatefulObject {
  /** Takes the content. */
  setState(state: Pickled): void;
}

/** A pickle that is cut off, invalid, or asks for a forbidden object. The message describes the problem. */
export class PickleError extends Error {}
