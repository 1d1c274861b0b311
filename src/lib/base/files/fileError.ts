// Errors of the file system as one sentence each.
import { FileError } from "../errors.js";

/** The error of a system call, as Node throws it. */
interface SystemError extends Error {
  readonly code: string;
  readonly syscall: string;
  readonly path?: string;
}

/** For each code of the operating system: the finding, and the advice. */
const causes: Readonly<Record<string, readonly [found: string, advice: string]>> = {
  ENOENT: ["no such file or folder", "make its folder or correct the path"],
  ENOTDIR: ["a file in the place of one of its folders", "correct the path"],
  EISDIR: ["a folder", "name a file"],
  EEXIST: ["a file in the place of a folder", "choose another path"],
  ENOTEMPTY: ["a folder that is not empty", "choose another path"],
  EACCES: ["no permission", "change the permissions or choose another path"],
  EPERM: ["no permission", "change the permissions or choose another path"],
  EROFS: ["a read-only file system", "choose another path"],
  ENOSPC: ["no space left on the device", "free some space or choose another path"],
  EDQUOT: ["a disk quota that is used up", "free some space or choose another path"],
  EFBIG: ["a size that the file system does not allow", "choose another path"],
  EMFILE: ["too many open files", "raise the limit with ulimit -n"],
  ENFILE: ["too many open files", "close other programs"],
  ENAMETOOLONG: ["a name that is too long", "choose a shorter one"],
  ELOOP: ["a circle of symbolic links", "correct the links"],
  EBUSY: ["a file in use by the system", "choose another path"],
  ETXTBSY: ["a program that runs", "choose another path"],
  EIO: ["an error of the device", "check the disk"],
};

/** Reports whether an error came from a system call on a file. */
export function isFileSystemError(error: unknown): error is SystemError {
  if (!(error instanceof Error)) return false;
  const { code, path, syscall } = error as Partial<SystemError>;
  if (typeof code !== "string" || syscall === undefined) return false;
  return Object.hasOwn(causes, code) || path !== undefined;
}

/**
 * Turns the error of a system call into a `FileError`, and returns any other error as it is.
 *
 * @param file name for the message. Default: the path of the system call.
 * @param use of the file. Default `write`.
 * @example
 * try {
 *   writeFileSync(file, text);
 * } catch (error) {
 *   throw fileErrorOf(error, file);
 * }
 */
export function fileErrorOf(
  error: unknown,
  file?: string,
  use: "read" | "write" | "open" = "write",
): unknown {
  if (!isFileSystemError(error)) return error;
  const { code, message } = error;
  const name = file ?? error.path ?? "file";
  const [found, advice] = causes[code] ?? [message.replace(/^\w+: /, "").split(",")[0]!, "check the path"];
  const expected = {
    write: "a place that can be written",
    read: "a file that can be read",
    open: "a file that can be opened",
  }[use];
  return new FileError(`${name}: expected ${expected}, found ${found} (${code}); ${advice}.`, name, code);
}
