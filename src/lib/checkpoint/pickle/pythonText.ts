// Text of the protocols 0 and 1, which hold Python's literals.
import { PickleError } from "./pickled.js";

/** Decodes Python's `raw-unicode-escape`: \uXXXX and \UXXXXXXXX, all else as it is. */
export function pythonText(line: string): string {
  return line.replace(/\\u([0-9a-f]{4})|\\U([0-9a-f]{8})/gi, (_, short?: string, long?: string) => {
    const code = Number.parseInt((short ?? long)!, 16);
    if (code > 0x10ffff) throw new PickleError("a pickle with an invalid character");
    return String.fromCodePoint(code);
  });
}

const escapes: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  "\\": "\\",
  "'": "'",
  '"': '"',
};

/** Decodes a quoted literal of Python 2, such as `'conv1.weight'`. */
export function quotedBytes(line: string): string {
  const quoted = /^(['"])(.*)\1$/s.exec(line.trim());
  if (!quoted) throw new PickleError("a pickle with a text without quotes");
  return quoted[2]!.replace(/\\(?:x([0-9a-f]{2})|(.))/gis, (whole, code?: string, letter?: string) =>
    code ? String.fromCharCode(Number.parseInt(code, 16)) : (escapes[letter!] ?? whole),
  );
}
