// Finds the object whose member is being typed, if it can be evaluated without calls.
import { importMeta } from "../source/cellSource.js";

/** The object before the cursor. */
export interface MemberChain {
  /** The object as JavaScript, such as `data.rows[0]`. */
  readonly object: string;
  /** First name of the object. */
  readonly root: string;
  /** True in brackets, as in `data["al`, where any string is a key. */
  readonly inBrackets: boolean;
}

const name = "[\\p{ID_Start}$_][\\p{ID_Continue}$]*";
const text = `"[^"\\n]*"|'[^'\\n]*'`;
const path = `(?:\\s*(?:\\?\\.|\\.)\\s*${name}|(?:\\?\\.)?\\[(?:\\d+|${text})\\]|!(?=[.[]))*`;
const root = `(?:import\\.meta|${name})`;
/** V8 evaluates this call without side effects. */
const parsed = `JSON\\.parse\\((?:${text}|${root}${path})\\)`;
const before = new RegExp(
  `(?<![\\p{ID_Continue}$)\\]"'\`}]|(?<!\\.\\.)\\.|\\?\\.)((?:${parsed}|${root})${path})(?:\\s*(?:\\?\\.|!?\\.)\\s*|(!?(?:\\?\\.)?\\[["']))$`,
  "su",
);

/**
 * Returns the object before the member that is being typed, or undefined if there is none.
 * @param code code before the first character of the member
 */
export function memberChain(code: string): MemberChain | undefined {
  const match = before.exec(code.slice(-longest));
  if (!match) return undefined;
  const object = match[1]!.replace(/!(?=[.[]|$)/g, "").replace(/^import\.meta/, importMeta);
  return { object, root: new RegExp(`^${name}`, "u").exec(object)![0], inBrackets: match[2] !== undefined };
}

/** Number of characters in which the object is looked for. */
const longest = 300;
