// Where lessons lie and where their executed copies go.
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { root } from "../setup/command.mjs";
import { SetupError } from "../setup/report.mjs";
import { lessons } from "./contents.mjs";
import { problemsOf } from "./form/rules.mjs";
import { readNotebook } from "./notebook.mjs";

/**
 * The lessons with these numbers (all that are written, when none is named), each with the paths of its notebook and,
 * where they are written, its solutions.
 *
 * @param folder where the notebooks lie
 * @throws {SetupError} when one of them is not there
 */
export function written(numbers = [], folder = join(root, "notebooks")) {
  const there = lessons
    .filter(({ file }) => existsSync(join(folder, file)))
    .map((lesson) => ({ ...lesson, paths: pathsOf(lesson.file, folder) }));
  if (numbers.length === 0) return there;
  return numbers.map((text) => {
    const lesson = there.find(({ number }) => number === Number(text));
    if (lesson) return lesson;
    const names = there.map(({ number }) => number).join(", ");
    throw new SetupError(`There is no lesson ${text} in ${folder}: name one of ${names}.`);
  });
}

function pathsOf(file, folder) {
  const solutions = join(folder, "solutions", file);
  return existsSync(solutions) ? [join(folder, file), solutions] : [join(folder, file)];
}

/** Where the executed copy of a notebook goes: a hidden folder beside the lessons. */
export function executedPath(path) {
  const isSolution = basename(dirname(path)) === "solutions";
  const course = isSolution ? dirname(dirname(path)) : dirname(path);
  return join(course, ".executed", isSolution ? "solutions" : "", basename(path));
}

/** What is wrong with a lesson and its solutions: `[path, problem]` each. */
export function lessonProblems(lesson) {
  const [path, solutionsPath] = lesson.paths;
  const solutions = solutionsPath && readNotebook(solutionsPath);
  const parts = [{ path, notebook: readNotebook(path), solutions }];
  if (solutions) parts.push({ path: solutionsPath, notebook: solutions });
  return parts.flatMap((part) => {
    const text = readFileSync(part.path, "utf8");
    return problemsOf({ ...part, text }).map((problem) => [part.path, problem]);
  });
}
