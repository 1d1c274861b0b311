// Reporter of `npm test`: one line for each finished file, failures in full when they happen, and at the end the slowest
// files, the slowest tests and the counts, in the form of node's spec reporter.
import { relative } from "node:path";
import { inspect } from "node:util";
import { processorSeconds } from "./processorTime.mjs";

const shown = 10;

/** Turns the events of node's test runner into lines. */
export default async function* report(events) {
  const files = new Map();
  const tests = [];
  const failures = [];
  const counts = [];
  const path = []; // names of the running test and of those around it
  let finished = 0;
  let started; // the file that started last: a test may be defined in a module that its file imports
  for await (const { type, data } of events) {
    const isFile = data.name !== undefined && data.name === data.file;
    const file = data.file && relative(process.cwd(), data.file);
    if (type === "test:enqueue" && isFile) files.set(file, { tests: 0, failed: 0 });
    if (type === "test:dequeue" && isFile) started = files.get(file);
    if (type === "test:start") path.splice(data.nesting, path.length, data.name);
    if (type === "test:stdout" || type === "test:stderr") yield data.message;
    if (type === "test:pass" || type === "test:fail") {
      const isTest = !isFile && data.details.type !== "suite";
      const entry = files.get(file) ?? started;
      const name = [...path.slice(0, data.nesting), data.name].join(" › ");
      if (isTest) entry.tests++;
      if (isTest) tests.push({ name: `${name} (${file})`, seconds: data.details.duration_ms / 1000 });
      if (type === "test:pass" || data.todo || isParentOfFailure(data.details.error)) continue;
      entry.failed++;
      failures.push(isFile ? `${file} ended with an error` : `${name} (${file})`);
      yield `✖ ${failures.at(-1)}\n${indented(errorText(data.details.error))}\n`;
    }
    if (type === "test:complete" && isFile) {
      const entry = files.get(file);
      entry.seconds = data.details.duration_ms / 1000;
      finished++;
      yield `${data.details.passed ? "✔" : "✖"} ${finished} of ${files.size} · ${file} · ${counted(entry)}\n`;
    }
    if (type === "test:diagnostic" && data.nesting === 0 && !data.file) counts.push(`ℹ ${data.message}\n`);
  }
  yield* summary(files, tests, failures);
  yield* counts;
}

function* summary(files, tests, failures) {
  const measured = [...files].map(([name, { seconds }]) => ({ name, seconds }));
  yield `\nSlowest files:\n${slowest(measured)}\nSlowest tests:\n${slowest(tests)}\n`;
  if (failures.length > 0) yield `Failed:\n${failures.map((name) => `  ✖ ${name}\n`).join("")}\n`;
  const seconds = processorSeconds();
  if (seconds !== undefined) yield `Processor time: ${(seconds / 60).toFixed(1)} min\n`;
}

function slowest(entries) {
  const sorted = entries.toSorted((a, b) => b.seconds - a.seconds).slice(0, shown);
  return sorted.map(({ name, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${name}\n`).join("");
}

function counted({ tests, failed, seconds }) {
  const failures = failed > 0 ? `, ${failed} failed` : "";
  return `${tests} ${tests === 1 ? "test" : "tests"}${failures}, ${seconds.toFixed(1)} s`;
}

/** Returns true if a test failed only because a test inside it did. That test has its own report. */
function isParentOfFailure(error) {
  return error?.failureType === "subtestsFailed";
}

function errorText(error) {
  if (error.exitCode) return `exit status ${error.exitCode}`;
  return typeof error.cause === "string" ? error.cause : inspect(error.cause ?? error, { depth: 5 });
}

function indented(text) {
  return text.replace(/^/gm, "    ");
}
