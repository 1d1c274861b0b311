// The steps that turn a fresh clone into a running lab. Each is skipped when nothing it depends on changed.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { quiet, root, show } from "./command.mjs";
import { findPython, makeVenv, pipInstall, venv, venvProgram } from "./python.mjs";
import { SetupError, step } from "./report.mjs";
import { digest, filesBelow, once } from "./stamp.mjs";

const npm = process.platform === "win32" ? "npm.cmd" : "npm";

/** Refuses a Node that is too old, before anything is installed. */
export function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new SetupError(
    `The lab needs Node.js 20.19 or newer, and this is ${process.versions.node}: install a newer one.`,
  );
}

/** `npm ci` where node_modules is missing or the lockfile changed. */
export function nodePackages() {
  const inputs = digest([join(root, "package-lock.json")], process.versions.modules);
  return once("npm", { inputs, result: join(root, "node_modules") }, () =>
    step("Installing the Node packages (npm ci)", async () => {
      if ((await show(npm, ["ci", "--no-audit", "--no-fund"])) !== 0) {
        throw new SetupError(
          "npm ci failed; what it says above names the package: mend that and start again.",
        );
      }
    }),
  );
}

/** The private Python environment with JupyterLab, ipywidgets and anywidget. */
export function pythonEnvironment() {
  const requirements = join(root, "python", "requirements.txt");
  return once("venv", { inputs: digest([requirements]), result: venvProgram("jupyter-lab") }, async () => {
    const python = await findPython();
    await step(`Making .venv with JupyterLab on Python ${python.version} (a minute or two)`, () =>
      makeVenv(python, requirements),
    );
  });
}

/** What the tests need on top: ipykernel, NLTK with Punkt's data, and the kernel conformance tests. */
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

/** Compiles the sources into dist/ when they changed. */
export function build() {
  const sources = [join(root, "src"), join(root, "scripts")].flatMap(filesBelow);
  const inputs = digest([...sources, join(root, "tsconfig.build.json"), join(root, "package-lock.json")]);
  return once("build", { inputs, result: join(root, "dist", "cli", "main.js") }, () =>
    step("Building the lab", () => quiet(process.execPath, [join("scripts", "build.mjs")], "The build")),
  );
}

/** Tells the private Jupyter about the TypeScript kernel. */
export function kernelspec() {
  const inputs = digest([join(root, "dist", "kernel", "install", "kernelspec.js")], root, process.execPath);
  return once(
    "kernelspec",
    { inputs, result: join(venv, "share", "jupyter", "kernels", "typescript-lab") },
    () =>
      step("Installing the TypeScript kernel into .venv", () =>
        quiet(
          process.execPath,
          [join("dist", "cli", "main.js"), "kernel", "install", "--prefix", venv],
          "Installing the kernel",
        ),
      ),
  );
}

/** JupyterLab brings scripts in CommonJS, which Node would read as this project's modules. */
export function scriptsOfVenv() {
  writeFileSync(join(venv, "package.json"), '{ "type": "commonjs" }\n');
}

/** Has JupyterLab and Notebook save the state of widgets with a notebook, so that they show without a kernel. */
export function labSettings() {
  const folder = join(venv, "share", "jupyter", "lab", "settings");
  const settings = { "@jupyter-widgets/jupyterlab-manager:plugin": { saveState: true } };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "overrides.json"), `${JSON.stringify(settings, null, 2)}\n`);
}

/** Everything `npm start` needs. */
export async function setUp() {
  checkNode();
  await nodePackages();
  await pythonEnvironment();
  await build();
  await kernelspec();
  scriptsOfVenv();
  labSettings();
}
