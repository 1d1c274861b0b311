// Advice on names that people know from browsers and from Python, and on members that the running Node does not have.

/** Matches the compiler's advice to change the setting `lib`. A cell that follows it passes the check and then fails. */
const changeLibrary =
  / Do you need to change your target library\? .*| Try changing the 'lib' compiler option .*/s;

const instead: Readonly<Record<string, string>> = {
  document: "Cells run in Node, which has no web page. Show HTML by html`<b>…</b>`.",
  window: "There is no window in Node. Use globalThis.",
  localStorage: "Write a file by node:fs instead.",
  requestAnimationFrame: "Use setTimeout.",
  XMLHttpRequest: "Use fetch.",
  Worker: "Import it: import { Worker } from 'node:worker_threads'.",
  WebSocket: "Node has it from version 22. Install the package ws for this one.",
  EventSource: "Install the package eventsource.",
  print: "Use console.log, or end the cell with the value.",
  len: "Use .length, or .size of a Map or Set.",
  range: "Use Array.from({ length: n }, (_, i) => i).",
  str: "Use String(…).",
  None: "Use undefined or null.",
  True: "Use true.",
  False: "Use false.",
};

/** Returns the message of a type error without advice that does not help in a notebook. */
export function readableMessage(message: string): string {
  const missing = message.replace(changeLibrary, "");
  if (missing === message) return message;
  const isMember = /^Property /.test(message) && !/option to include 'dom'/.test(message);
  return isMember ? `${missing} Node ${process.versions.node} does not have it.` : missing;
}

/** Matches a path whose extension is neither that of a module nor of JSON. */
const otherFile = /\.(?![cm]?[jt]sx?$|json$)\w+$/;

/** Returns a hint on a module that was not found. */
export function hintOnModule(specifier: string): string {
  if (/^(?:\.{0,2}\/|\.{1,2}$)/.test(specifier))
    return otherFile.test(specifier)
      ? `Only modules and JSON can be imported. Read the file by readFileSync(new URL("${specifier}", import.meta.url)).`
      : "Check the path, which begins at the folder of the notebook or module.";
  if (specifier.startsWith("#")) return `Add "${specifier}" to "imports" in package.json.`;
  if (/^[a-z][a-z\d+.-]+:/i.test(specifier)) return "Install the package with npm and import it by its name.";
  return `Run "npm install ${/^(?:@[^/]+\/)?[^/]+/.exec(specifier)![0]}" in the notebook's folder.`;
}

/** Matches types of browsers. */
const ofBrowsers =
  /^(?:(?:HTML|SVG)\w*Element|ImageData|Element|Document|Window|(?:Mouse|Keyboard|Pointer)Event)$/;

/** Returns a hint on a name that nothing declares, or undefined. */
export function hintOnName(message: string): string | undefined {
  const name = /^Cannot find name '(\w+)'/.exec(message)?.[1] ?? "";
  if (Object.hasOwn(instead, name)) return instead[name];
  if (!ofBrowsers.test(name)) return undefined;
  return `It is a type of browsers. A tsconfig.json with { "compilerOptions": { "lib": ["esnext", "dom"] } } adds it.`;
}
