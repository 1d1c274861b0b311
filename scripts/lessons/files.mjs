// Finds the lessons, their solutions and their executed copies.
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { root } from "../setup/command.mjs";
import { SetupError } from "../setup/report.mjs";
import { lessons } from "./contents.mjs";
import { problemsOf } from "./form/rules.mjs";
import { readNotebook } from "./notebook.mjs";

/**
 * Returns the lessons with these numbers, or all lessons. Each has the paths of its notebook and of its solutions,
 * if these exist.
 *
 * @param folder the folder of the notebooks
 * @throws {SetupError} when a lesson does not exist
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
    throw new SetupError(
      `lesson: expected one of ${names} (in ${folder}), found ${text}; name one of these.`,
    );
  });
}

function pathsOf(file, folder) {
  const solutions = join(folder, "solutions", file);
  return existsSync(solutions) ? [join(folder, file), solutions] : [join(folder, file)];
}

/** Returns the path of a notebook's executed copy, in a hidden folder beside the lessons. */
export function executedPath(path) {
  const isSolution = basename(dirname(path)) === "solutions";
  const course = isSolution ? dirname(dirname(path)) : dirname(path);
  return join(course, ".executed", isSolution ? "solutions" : "", basename(path));
}

/** Returns the problems of a lesson and its solutions, each as `[path, problem]`. */
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
