// Module hooks that strip the types of this project's sources with oxc, which starts in milliseconds.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { transformSync } from "oxc-transform";

const options = {
  sourceType: "module",
  target: "es2022",
  sourcemap: true,
  typescript: { onlyRemoveTypeImports: true },
};

const kernelPackage = new URL("../../src/kernel/package.json", import.meta.url).href;

/**
 * Resolves `./name.js`, and the address of a worker, to `name.ts` beside the importing file if that exists. Resolves
 * `typescript-lab` to its sources by the export condition for them, so that no module is loaded twice.
 */
export function resolve(specifier, context, next) {
  if (/^typescript-lab(\/|$)/.test(specifier)) {
    const conditions = [...context.conditions, "typescript-lab-source"];
    return next(specifier, { ...context, conditions, parentURL: kernelPackage });
  }
  const isOurs =
    /^(\.{0,2}\/|file:).*\.js$/.test(specifier) && !context.parentURL?.includes("/node_modules/");
  if (!isOurs) return next(specifier, context);
  const source = new URL(specifier.replace(/js$/, "ts"), context.parentURL);
  if (!existsSync(source)) return next(specifier, context);
  return { url: source.href, format: "module", shortCircuit: true };
}

/** Loads a TypeScript file as JavaScript with its source map. */
export function load(url, context, next) {
  if (!/^file:.*(?<!\.d)\.ts$/.test(url)) return next(url, context);
  const path = fileURLToPath(url);
  const { code, map, errors } = transformSync(path, readFileSync(path, "utf8"), options);
  if (errors.length > 0) throw new SyntaxError(`${path}: ${errors[0].message}\n${errors[0].codeframe ?? ""}`);
  const sourceMap = Buffer.from(JSON.stringify({ ...map, sources: [url] })).toString("base64");
  return {
    format: "module",
    source: `${code}\n//# sourceMappingURL=data:application/json;base64,${sourceMap}`,
    shortCircuit: true,
  };
}
