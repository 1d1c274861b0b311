// Refuses code that is nested so deeply that it overflows the stack of the native parser, which would end the process.
// A scan computes a bound of the depth. Code with a high bound is parsed in another process first.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";

/** Code is nested too deeply to be parsed. */
export class NestingError extends SyntaxError {
  override name = "SyntaxError";
  constructor() {
    super("the code is nested too deeply to be parsed; split it into smaller statements");
  }
}

/**
 * Bound of the depth up to which code is parsed at once. With a stack of 8 MB the parser overflows at a depth of 4,000 or
 * more, and an `await` becomes four levels.
 */
const safeDepth = 1000;

/** Parses the standard input as a cell or module is parsed, at some distance from the bottom of the stack. */
const probe = `
  import { readFileSync } from "node:fs";
  import { parseSync } from ${JSON.stringify(import.meta.resolve("oxc-parser"))};
  import { transformSync } from ${JSON.stringify(import.meta.resolve("oxc-transform"))};
  const code = readFileSync(0, "utf8");
  const parse = (depth) => {
    if (depth > 0) return parse(depth - 1);
    for (const lang of ["ts", "tsx"]) {
      const { errors } = parseSync("code." + lang, code, { lang, sourceType: "module" });
      if (errors.length === 0) transformSync("code." + lang, code, { lang, sourceType: "module", sourcemap: true });
    }
  };
  parse(3000);
`;

/** Answers of the other process, by the hash of the code. */
const answers = new Map<string, boolean>();

/**
 * Checks that code can be parsed.
 * @throws {NestingError} for code that is nested too deeply
 */
export function checkNesting(code: string): void {
  if (!canBeParsed(code)) throw new NestingError();
}

/** Returns false for code that is nested too deeply to be parsed. */
export function canBeParsed(code: string): boolean {
  if (code.length <= safeDepth || depthBound(code) <= safeDepth) return true;
  const key = createHash("sha256").update(code).digest("base64");
  let parses = answers.get(key);
  if (parses === undefined) {
    parses = isParsed(code);
    answers.set(key, parses);
  }
  return parses;
}

function isParsed(code: string): boolean {
  const { status } = spawnSync(process.execPath, ["--input-type=module", "--eval", probe], {
    input: code,
    stdio: ["pipe", "ignore", "ignore"],
    timeout: 30_000,
  });
  return status === 0;
}

/** A place between two brackets. */
interface Level {
  /** Number of tokens since the last separator, each of which may nest the next. */
  tokens: number;
  /** Number of open `<`, which may be those of types. A comma does not end them. */
  angles: number;
  readonly isTemplate: boolean;
}

/** Matches an element of JSX, whose text has its own rules. */
const jsx = /(?:^|[^\w$\s)\]])\s*<[A-Za-z>]|<\//;
const token =
  /\s+|[\w$#@]+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'|[\p{ID_Continue}$#@]+|[\s\S]/uy;
const templateText = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*(`|\$\{)?/y;
const regularExpression = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/\w*/y;
/** Words after which a slash begins a regular expression. */
const beforeExpression =
  /^(?:return|typeof|instanceof|in|of|new|delete|void|throw|case|do|else|await|yield|extends)$/;
const operand = /[\p{ID_Continue}$"'`)\]}]$/u;
/** Words that begin a statement. No expression goes on with one of them after `}`, and none after a line. */
const statement =
  /^(?:function|class|const|let|var|import|export|interface|type|enum|namespace|declare|abstract|async|try|switch|return|throw)$/;

/**
 * Returns an upper bound of the depth to which code is nested. It counts the tokens between two separators, because also
 * operators and `else` nest, for each bracket that is open.
 */
export function depthBound(code: string): number {
  if (jsx.test(code)) return code.match(/[\p{ID_Continue}$]+|[^\s\p{ID_Continue}$]/gu)?.length ?? 0;
  const levels: Level[] = [{ tokens: 0, angles: 0, isTemplate: false }];
  let level = levels[0]!;
  /** Sum of the tokens of the levels below the last. */
  let below = 0;
  let most = 0;
  let previous = "";
  let isNewLine = false;
  let isEnded = false;
  const push = (isTemplate: boolean) => {
    below += level.tokens;
    level = { tokens: 0, angles: 0, isTemplate };
    levels.push(level);
  };
  const pop = () => {
    if (levels.length === 1) return;
    levels.pop();
    level = levels.at(-1)!;
    below -= level.tokens;
  };
  const readTemplate = (from: number) => {
    templateText.lastIndex = from;
    const [text, end] = templateText.exec(code)!;
    if (end === "${") push(true);
    return from + text.length;
  };
  for (let at = 0; at < code.length; ) {
    token.lastIndex = at;
    const [text] = token.exec(code) as unknown as [string];
    at += text.length;
    const first = text[0]!;
    if (first <= " " || (first === "/" && (text[1] === "/" || text[1] === "*"))) {
      isNewLine ||= text.includes("\n");
      continue;
    }
    const mayBegin = first >= "a" && (previous === "}" || (isNewLine && operand.test(previous)));
    if ((isEnded && text !== "else") || (mayBegin && statement.test(text))) level.tokens = level.angles = 0;
    isEnded = false;
    isNewLine = false;
    level.tokens += 1;
    if (below + level.tokens > most) most = below + level.tokens;
    switch (first) {
      case "(":
      case "[":
      case "{":
        push(false);
        break;
      case ")":
      case "]":
      case "}": {
        const { isTemplate } = level;
        pop();
        if (isTemplate && first === "}") at = readTemplate(at);
        break;
      }
      case "`":
        at = readTemplate(at);
        break;
      case "/":
        if (operand.test(previous) && !beforeExpression.test(previous)) break;
        regularExpression.lastIndex = at - 1;
        at += (regularExpression.exec(code)?.[0].length ?? 1) - 1;
        break;
      case ";":
        isEnded = true;
        break;
      case ",":
        level.tokens = level.angles;
        break;
      case "<":
        level.angles += 1;
        break;
      case ">":
        if (previous !== "=" && level.angles > 0) level.angles -= 1;
        break;
    }
    previous = text;
  }
  return most;
}
