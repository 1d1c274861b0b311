// The cleaning of texts before CLIP's byte-pair encoding: the steps of Python's ftfy 6 that change characters, HTML
// entities, white space and case. ftfy also repairs text that was decoded with a wrong encoding, such as `cafÃ©`. This
// cleaning does not.
import { decodeHTML } from "entities";

const ligatures: Readonly<Record<string, string>> = {
  Ĳ: "IJ",
  ĳ: "ij",
  ŉ: "ʼn",
  Ǳ: "DZ",
  ǲ: "Dz",
  ǳ: "dz",
  Ǆ: "DŽ",
  ǅ: "Dž",
  ǆ: "dž",
  Ǉ: "LJ",
  ǈ: "Lj",
  ǉ: "lj",
  Ǌ: "NJ",
  ǋ: "Nj",
  ǌ: "nj",
  ﬀ: "ff",
  ﬁ: "fi",
  ﬂ: "fl",
  ﬃ: "ffi",
  ﬄ: "ffl",
  ﬅ: "ſt",
  ﬆ: "st",
}; // prettier-ignore

/** ftfy's steps after the repair of encodings, in its order. */
const steps: readonly (readonly [pattern: RegExp, replacement: string | ((found: string) => string)])[] = [
  [/[\u0080-\u009f]/g, (found) => windows1252[found.charCodeAt(0) - 0x80]!],
  [new RegExp(`[${Object.keys(ligatures).join("")}]`, "g"), (found) => ligatures[found]!],
  [/[\u3000\uff01-\uffee]/g, (found) => found.normalize("NFKC")],
  [/[\u201c-\u201f]/g, '"'],
  [/[\u02bc\u2018-\u201b]/g, "'"],
  [/\r\n|[\r\u2028\u2029\u0085]/g, "\n"],
  [/[\ud800-\udfff]/gu, "\ufffd"],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminal escapes are control characters
  [/\u001b\[[\d;]*[a-zA-Z]/g, ""],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are removed
  [/[\u0000-\u0008\u000b\u000e-\u001f\u007f\u206a-\u206f\ufeff\ufff9-\ufffc]/g, ""],
];

/** The characters of Windows-1252 from byte 0x80 on. Node 20 decodes these bytes as Latin-1. */
const windows1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/** White space as Python's `str.split()` knows it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: Python counts four of them as white space
const whiteSpace = /[\t-\r\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;

/** Returns a text as CLIP's pattern reads it: repaired, with single spaces, in lower case. */
export function cleaned(text: string): string {
  // ftfy leaves the entities of a text that may be HTML.
  const plain = text.includes("<") ? text : decodeHTML(text);
  const repaired = steps.reduce((part, [pattern, by]) => part.replace(pattern, by as string), plain);
  const decoded = decodeHTML(decodeHTML(repaired.normalize("NFC")));
  return decoded.replace(whiteSpace, " ").trim().toLowerCase();
}
