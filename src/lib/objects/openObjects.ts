// Opens a source of objects by its name, or by the file that it reads.
import type { ObjectKind, ObjectSettings, ObjectSource } from "./objectSource.js";
import { releasedObjects } from "./released/releasedSource.js";
import { grid, segments } from "./segments/segmentSource.js";

/** Options of `openObjects`. */
export interface OpenObjectsOptions {
  /** Kind and settings that a model was trained with. The source takes them where the file leaves a choice. */
  readonly trained?: { readonly kind: ObjectKind; readonly settings: ObjectSettings };
}

/** The sources that need no file, by name. */
const builtIn: Readonly<Record<string, () => ObjectSource>> = { segments, grid };

/**
 * Opens a source of objects: `segments`, `grid`, or a file. The content of the file decides how it is read.
 *
 * @param local name or path; `./grid` is a file
 * @example
 * const source = await openObjects("segments");
 * console.log(source.kind); // segments
 *
 * @throws {DataError} when the file has no known form
 * @throws {FileError} when the file cannot be read
 */
export async function openObjects(local: string, _options: OpenObjectsOptions = {}): Promise<ObjectSource> {
  if (Object.hasOwn(builtIn, local)) return builtIn[local]!();
  return releasedObjects(local);
}
