// Tries the place of a result before the work that makes the result.
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { FileError, OptionError } from "../errors.js";
import { fileErrorOf } from "./fileError.js";
import { requirePath } from "./path.js";

/**
 * Makes a folder with the folders above it.
 *
 * @throws {FileError} when that is not possible
 */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw fileErrorOf(firstError(folder) ?? error, folder);
  }
}

/** Makes the first missing folder alone. Node reports ENOENT for folders below it on a read-only file system. */
function firstError(folder: string): unknown {
  let missing = resolve(folder);
  while (dirname(missing) !== missing && !existsSync(dirname(missing))) missing = dirname(missing);
  try {
    mkdirSync(missing);
    return undefined;
  } catch (error) {
    return error;
  }
}

/**
 * Makes a folder and tries to write into it.
 *
 * @throws {FileError} when the folder cannot be made or written
 */
export function requireWritableFolder(folder: string): void {
  requirePath("out", folder);
  makeFolder(folder);
  tryFile(join(folder, `probe.${process.pid}.part`), folder);
}

/**
 * Checks that a file can be written, without a change to it.
 *
 * @throws {FileError} when its folder is missing or cannot be written, or a folder has its name
 */
export function requireWritableFile(file: string): void {
  requirePath("file", file);
  try {
    const target = outputTarget(file);
    if (target.replaced) tryFile(temporaryName(target.path), file);
  } catch (error) {
    throw fileErrorOf(error, file);
  }
}

/**
 * Checks that a result does not replace one of the files that it is made from, or another result.
 *
 * @param files paths by the name of their option, such as `--out`; undefined ones are left out
 * @throws {OptionError} that names both options
 */
export function requireDistinctFiles(files: Readonly<Record<string, string | undefined>>): void {
  const seen = new Map<string, string>();
  for (const [name, file] of Object.entries(files)) {
    if (file === undefined) continue;
    const path = realPath(file);
    const other = seen.get(path);
    if (other !== undefined && isReplaced(path)) {
      throw new OptionError(`${name}: expected another file than ${other}, found ${file}; name another.`);
    }
    seen.set(path, name);
  }
}

/**
 * Checks that results do not replace the files that a data set is read from.
 *
 * @param results paths of the results; undefined ones are left out
 * @param sources paths of the files with the captions and of the images
 * @throws {OptionError} that names the file
 */
export function requireSourcesKept(
  results: readonly (string | undefined)[],
  sources: readonly string[],
): void {
  const existing = results.filter(
    (file) => file !== undefined && existsSync(file) && isReplaced(realPath(file)),
  );
  if (existing.length === 0) return;
  const kept = new Set(sources.map(realPath));
  const file = existing.find((one) => one !== undefined && kept.has(realPath(one)));
  if (file === undefined) return;
  throw new OptionError(
    `${file}: expected a place for the result, found a file that the data set is read from; choose another path.`,
  );
}

/** A file that a result is written to. */
interface OutputTarget {
  /** The path behind symbolic links. */
  readonly path: string;
  /** False for a device or a pipe, which is written to and not replaced. */
  readonly replaced: boolean;
}

/**
 * Finds the file that a result is written to.
 *
 * @throws {FileError} when a folder has this name
 */
export function outputTarget(file: string): OutputTarget {
  const path = realPath(file);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new FileError(`${file}: expected a file, found a folder (EISDIR); name a file.`, file, "EISDIR");
  }
  return { path, replaced: isReplaced(path) };
}

/** Returns the name of a file's temporary copy. */
export function temporaryName(file: string): string {
  return `${file}.${process.pid}.part`;
}

/** Removes the temporary copies that killed processes left of some files of a folder. */
export function removeLeftovers(folder: string, names: readonly string[]): void {
  for (const name of readdirSync(folder)) {
    const whole = /^(.+)\.\d+\.part$/.exec(name)?.[1];
    if (whole !== undefined && names.includes(whole)) rmSync(join(folder, name), { force: true });
  }
}

function isReplaced(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? true;
}

function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    const folder = dirname(resolve(file));
    return folder === resolve(file) ? folder : join(realPath(folder), basename(file));
  }
}

/** Makes an empty file and removes it. @param named path for the message */
function tryFile(probe: string, named: string): void {
  try {
    closeSync(openSync(probe, "w"));
  } catch (error) {
    throw fileErrorOf(error, named);
  } finally {
    rmSync(probe, { force: true });
  }
}
