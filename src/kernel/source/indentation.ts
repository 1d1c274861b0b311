// Indentation of the next line in a console. Code that is being typed has no syntax tree, so this scans its brackets.

/** Matches text without brackets: comments, strings, regular expressions behind an operator, and templates' plain parts. */
const skipped =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|(?<=[=(,:[!&|?{};+\n]\s*)\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/|`(?:\\.|\$(?!\{)|[^`\\$])*/y;

interface Open {
  /** The bracket, or a template whose plain part goes on behind a substitution. */
  readonly bracket: string;
  /** Indentation of the code that the bracket belongs to. */
  readonly indent: string;
}

/** Returns the indentation of the line after this code: one level more than the code that opened the last bracket. */
export function nextIndentation(code: string): string {
  const open: Open[] = [];
  let line = "";
  let position = 0;
  const startLine = () => {
    line = /^[ \t]*/.exec(code.slice(position))![0];
  };
  startLine();
  while (position < code.length) {
    const template = open.at(-1)?.bracket === "${" && code[position] === "}";
    if (template) open.pop();
    skipped.lastIndex = position;
    // Behind a substitution the plain part of its template goes on.
    const text = template ? /^\}(?:\\.|\$(?!\{)|[^`\\$])*/s.exec(code.slice(position)) : skipped.exec(code);
    if (text) {
      position += text[0].length;
      if (text[0].includes("\n")) line = /\n([ \t]*)[^\n]*$/.exec(code.slice(0, position))![1]!;
      const isTemplate = template || text[0].startsWith("`");
      if (isTemplate && code.startsWith("${", position)) {
        open.push({ bracket: "${", indent: line });
        position += 2;
      } else if (isTemplate && code[position] === "`") position += 1;
      continue;
    }
    const character = code[position]!;
    position += 1;
    if (character === "\n") startLine();
    else if (/[([{]/.test(character)) open.push({ bracket: character, indent: line });
    // A bracket that closes goes back to the line that opened it, wherever it is itself.
    else if (/[)\]}]/.test(character)) line = open.pop()?.indent ?? line;
  }
  const last = open.at(-1);
  if (!last) return line;
  return last.indent + (last.indent.includes("\t") ? "\t" : "  ");
}
