// Advice on lines of IPython: magics, help on a name, and commands that cannot work in a shell of their own.

/** Advice on the magics of a line, by name. */
const lineMagics: Readonly<Record<string, string>> = {
  alias: "write !command",
  autoreload: "leave it out: an import loads an edited local module",
  bash: "write !command",
  cd: "write process.chdir(FOLDER)",
  conda: "write !npm install PACKAGE",
  debug: "use the debugger of JupyterLab",
  env: "write process.env.NAME",
  history: "look in the notebook",
  load: 'write import { readFileSync } from "node:fs" and read the file',
  load_ext: "leave it out: import packages",
  ls: "write !ls",
  matplotlib: 'leave it out: plot() of "amfmn-lab/widgets" shows figures',
  mkdir: "write !mkdir FOLDER",
  npm: "write !npm install PACKAGE",
  pip: "write !npm install PACKAGE",
  pwd: "write process.cwd()",
  reset: "restart the kernel",
  run: 'write await import("./FILE.ts")',
  set_env: 'write process.env.NAME = "VALUE"',
  sx: "write !command",
  system: "write !command",
  time: 'write console.time("a") before the code and console.timeEnd("a") after it',
  timeit: 'write console.time("a") before a loop and console.timeEnd("a") after it',
  who: "look at the variables in JupyterLab's debugger",
  whos: "look at the variables in JupyterLab's debugger",
};

const cellMagics: Readonly<Record<string, string>> = {
  bash: "write !command for each line",
  capture: "leave it out",
  html: "write html`…`",
  HTML: "write html`…`",
  javascript: "leave it out: cells run in Node; AnyWidget runs code in the page",
  js: "leave it out: cells run in Node; AnyWidget runs code in the page",
  latex: "write latex`…`",
  markdown: "write markdown`…`, or make a markdown cell",
  python: "write !python3 FILE.py",
  python3: "write !python3 FILE.py",
  script: "write !command for each line",
  sh: "write !command for each line",
  svg: "write svg`…`",
  time: lineMagics.time!,
  timeit: lineMagics.timeit!,
  ts: "leave it out: cells are TypeScript",
  typescript: "leave it out: cells are TypeScript",
  writefile: 'write import { writeFileSync } from "node:fs" and call it with the text',
};

/**
 * Returns one sentence on what to write in place of a line that IPython knows, or undefined for another line.
 * @param isFirst true for the first line of a cell, where a cell magic is
 */
export function adviceOnLine(line: string, isFirst: boolean): string | undefined {
  const [, signs, name] = /^\s*(%%?)(\w+)/.exec(line) ?? [];
  if (signs === "%%" && isFirst) return magic(`%%${name}`, cellMagics[name!]);
  if (signs === "%") return magic(`%${name}`, lineMagics[name!]);
  const help = /^\s*(?:\?\??\s*([\w.$]+)|([\w.$]+)\s*\?\??)\s*$/.exec(line);
  if (help) {
    const word = help[1] ?? help[2];
    return `${line.trim()}: expected TypeScript, found IPython's question; press Shift+Tab behind ${word} for its documentation.`;
  }
  const folder = /^\s*!\s*cd(?:\s+([^&|;]+))?$/.exec(line);
  if (!folder) return undefined;
  const path = JSON.stringify(folder[1]?.trim() ?? "");
  return `!cd: expected a command with a result, found a change of folder, which ends with its shell; write process.chdir(${path}).`;
}

function magic(name: string, remedy = "write TypeScript, or !command for a command of the shell"): string {
  return `${name}: expected TypeScript, found a magic of IPython; ${remedy}.`;
}
