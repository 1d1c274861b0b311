// Recognizes files that are something other than their name says, such as the error page of a download.

/** Beginnings of files in Latin-1, or patterns of them, with the way to mend each. */
const kinds: readonly (readonly [beginning: string | RegExp, description: string])[] = [
  [
    /^\s*(<!doctype html|<html|<head)/i,
    "an HTML page, the answer of a download that failed; download it again",
  ],
  [/^\s*<\?xml/i, "an XML file, perhaps the answer of a download that failed; download it again"],
  ["version https://git-lfs", "a Git LFS pointer instead of the file; run git lfs pull"],
  ["\x1f\x8b", "a gzip archive; unpack it with gunzip or tar -xzf"],
  ["BZh", "a bzip2 archive; unpack it with bunzip2"],
  ["\xfd7zXZ", "an xz archive; unpack it with unxz"],
  ["\x28\xb5\x2f\xfd", "a zstd archive; unpack it with unzstd"],
  ["7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it with 7z x"],
  ["Rar!", "a RAR archive; unpack it with unrar x"],
  [/^.{257}ustar/s, "a tar archive; unpack it with tar -xf"],
  ["\x89HDF", "an HDF5 file; convert it first"],
  ["\x89PNG", "a PNG image; give another file"],
  ["\xff\xd8\xff", "a JPEG image; give another file"],
  ["%PDF", "a PDF; give another file"],
];

/**
 * Describes content that cannot be the wanted file, with the way to mend it.
 *
 * @param first the first 512 bytes of the file, or all when there are fewer
 * @returns text such as `a gzip archive; unpack it with gunzip`, undefined for anything else
 */
export function foreignContent(first: Uint8Array): string | undefined {
  if (first.length === 0) return "an empty file; copy it again";
  if (first.every((byte) => byte === 0)) return "zeros only, as an interrupted copy leaves; copy it again";
  const text = Buffer.from(first).toString("latin1");
  return kinds.find(([beginning]) =>
    typeof beginning === "string" ? text.startsWith(beginning) : beginning.test(text),
  )?.[1];
}

/** Reports whether the first 512 bytes of a file are the head of a tar archive. */
export function isTarStart(first: Uint8Array): boolean {
  return Buffer.from(first.subarray(257, 262)).toString("latin1") === "ustar";
}
