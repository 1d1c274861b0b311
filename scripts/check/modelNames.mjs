// Lists the files of src that know a model by its name. `npm run check` fails for each of them: only the model's folder
// and the table of families may name a model. Runs with `node --import ./test/support/register.mjs`.
import { readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { parseSync, Visitor } from "oxc-parser";
import { registeredFamilies } from "../../src/lib/models/registry.js";
import { root } from "../setup/command.mjs";
import { main } from "../setup/report.mjs";
import { filesBelow } from "../setup/stamp.mjs";

/** Files that may name a model, each with its reason. */
const exceptions = {
  "src/lib/models/families.ts": "the table of the families",
  "src/lib/models/shippedModel.ts": "the type of the one checkpoint that ships",
};

// Another folder with a `src` may be named, as the tests do.
const project = resolve(process.argv[2] ?? root);

await main(async () => {
  const folders = modelFolders();
  const names = namesOf(folders);
  const files = filesBelow(join(project, "src")).filter(
    (file) =>
      file.endsWith(".ts") &&
      !(relative(project, file) in exceptions) &&
      !folders.some((folder) => file.startsWith(join(project, relative(root, folder)))),
  );
  const found = files.flatMap((file) => mentions(file, names));
  for (const line of found) process.stderr.write(`${line}\n`);
  if (found.length > 0) {
    process.stderr.write("Ask the model's contract or its capabilities instead of its name.\n");
  }
  return found.length > 0 ? 1 : 0;
});

/** The folders of models: the first folder of each import in the table of families. */
function modelFolders() {
  const table = join(root, "src", "lib", "models", "families.ts");
  const { module } = parseSync(table, readFileSync(table, "utf8"));
  const paths = module.staticImports.map(({ moduleRequest }) => moduleRequest.value);
  return [...new Set(paths.map((path) => join(dirname(table), path.split("/")[1])))];
}

/** The names by which a file could know a model. */
function namesOf(folders) {
  const families = registeredFamilies();
  const configs = families.flatMap((family) => Object.keys(family.configs));
  const sources = folders.flatMap(filesBelow).map((file) => readFileSync(file, "utf8"));
  return {
    networks: new Set(families.map(({ network }) => network)),
    prefixes: new Set(configs.map((name) => name.slice(0, name.indexOf("/") + 1))),
    classes: new Set(
      sources.flatMap((text) =>
        [...text.matchAll(/^export (?:abstract )?class (\w+)/gm)].map(([, name]) => name),
      ),
    ),
  };
}

/** Returns a line for each mention of a model in a file. Re-exports do not count. */
function mentions(file, { networks, prefixes, classes }) {
  const text = readFileSync(file, "utf8");
  const { program } = parseSync(file, text);
  const reExports = program.body.filter(({ type, source }) => type === "ExportNamedDeclaration" && source);
  const found = [];
  const report = ({ start }, what) => {
    if (reExports.some((node) => node.start <= start && start < node.end)) return;
    const line = text.slice(0, start).split("\n").length;
    found.push(`${relative(project, file)}:${line}: ${what}`);
  };
  const isConfig = (value) =>
    typeof value === "string" && [...prefixes].some((prefix) => value.startsWith(prefix));
  const comparesNetwork = (node, other) =>
    node.type === "Literal" &&
    networks.has(node.value) &&
    /\bnetwork\b/.test(text.slice(other.start, other.end));
  new Visitor({
    Identifier(node) {
      if (classes.has(node.name)) report(node, `names the class ${node.name}`);
    },
    Literal(node) {
      if (isConfig(node.value)) report(node, `names the model ${node.value}`);
    },
    TemplateElement(node) {
      if (isConfig(node.value.raw)) report(node, `names the model ${node.value.raw}…`);
    },
    BinaryExpression(node) {
      const { left, right } = node;
      if (comparesNetwork(left, right) || comparesNetwork(right, left)) report(node, "compares the network");
    },
    SwitchStatement(node) {
      for (const { test } of node.cases) {
        if (test && comparesNetwork(test, node.discriminant)) report(test, "compares the network");
      }
    },
  }).visit(program);
  return found;
}
