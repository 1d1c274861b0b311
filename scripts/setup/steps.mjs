// The steps that turn a fresh clone into a running lab. Each is skipped when its inputs are unchanged.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { quiet, root, show } from "./command.mjs";
import { findPython, makeVenv, pipInstall, venv, venvProgram } from "./python.mjs";
import { SetupError, step } from "./report.mjs";
import { digest, filesBelow, once } from "./stamp.mjs";

const npm = process.platform === "win32" ? "npm.cmd" : "npm";

/**
 * Checks the version of Node before anything is installed.
 * @throws {SetupError} when it is too old
 */
export function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new SetupError(
    `Node.js: expected 20.19 or newer, found ${process.versions.node}; install a newer one.`,
  );
}

/** Runs `npm ci` when node_modules is missing or the lockfile changed. */
export function nodePackages() {
  const inputs = digest([join(root, "package-lock.json")], process.versions.modules);
  return once("npm", { inputs, result: join(root, "node_modules") }, () =>
    step("Installing the Node packages (npm ci)", async () => {
      if ((await show(npm, ["ci", "--no-audit", "--no-fund"])) !== 0) {
        throw new SetupError(
          "npm ci: expected exit status 0, found a failure; correct the problem that it names above and start again.",
        );
      }
    }),
  );
}

/** Makes the project's Python environment with JupyterLab, ipywidgets and anywidget. */
export function pythonEnvironment() {
  const requirements = join(root, "python", "requirements.txt");
  return once("venv", { inputs: digest([requirements]), result: venvProgram("jupyter-lab") }, async () => {
    const python = await findPython();
    await step(`Making .venv with JupyterLab on Python ${python.version} (a minute or two)`, () =>
      makeVenv(python, requirements),
    );
  });
}

/** Installs the packages of the tests: ipykernel, NLTK with Punkt's data, and the kernel conformance tests. */
export function pythonTestPackages() {
  const files = ["requirements.txt", "requirements-test.txt", "requirements-test-data.txt"].map((name) =>
    join(root, "python", name),
  );
  return once("venv-test", { inputs: digest(files), result: venvProgram("nltk") }, () =>
    step("Installing the Python packages of the tests", async () => {
      await pipInstall(files[1]);
      await pipInstall(files[2], "--no-deps");
    }),
  );
}

/** Compiles the sources into dist/. */
export function build() {
  const sources = [join(root, "src"), join(root, "scripts")].flatMap(filesBelow);
  const inputs = digest([...sources, join(root, "tsconfig.build.json"), join(root, "package-lock.json")]);
  return once("build", { inputs, result: join(root, "dist", "cli", "main.js") }, () =>
    step("Building the lab", () => quiet(process.execPath, [join("scripts", "build.mjs")], "The build")),
  );
}

/** Installs the TypeScript kernel into the project's Jupyter. */
export function kernelspec() {
  const files = [
    join(root, "src", "kernel", "dist", "install", "kernelspec.js"),
    join(root, "dist", "cli", "commands", "kernel.js"),
    ...filesBelow(join(root, "python", "papermill")),
  ];
  const inputs = digest(files, root, process.execPath);
  return once(
    "kernelspec",
    { inputs, result: join(venv, "share", "jupyter", "kernels", "typescript-lab") },
    () =>
      step("Installing the TypeScript kernel into .venv", () =>
        quiet(
          process.execPath,
          [join("dist", "cli", "main.js"), "kernel", "install", "--prefix", venv, "--papermill"],
          "Installing the kernel",
        ),
      ),
  );
}

/** Marks .venv as CommonJS. Node would read the scripts of JupyterLab as ES modules otherwise, as this project is one. */
export function scriptsOfVenv() {
  writeFileSync(join(venv, "package.json"), '{ "type": "commonjs" }\n');
}

/** Makes JupyterLab and Notebook save the state of widgets, so that a saved notebook shows them without a kernel. */
export function labSettings() {
  const folder = join(venv, "share", "jupyter", "lab", "settings");
  const settings = { "@jupyter-widgets/jupyterlab-manager:plugin": { saveState: true } };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "overrides.json"), `${JSON.stringify(settings, null, 2)}\n`);
}

/** Does every step that `npm start` needs. */
export async function setUp() {
  checkNode();
  await nodePackages();
  await pythonEnvironment();
  await build();
  await kernelspec();
  scriptsOfVenv();
  labSettings();
}
