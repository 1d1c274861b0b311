// The exports of CommonJS as the type checker sees them: as a namespace with a default export.

/** The exports of a module by name. */
export type Namespace = Record<string, unknown>;

/** Names that every function has itself. */
const ofFunctions = new Set(["length", "name", "prototype", "arguments", "caller"]);
const namespaces = new WeakMap<object, Namespace>();

/**
 * Returns CommonJS exports as a namespace. It has all members of the exports, also inherited ones, and stays callable if
 * the exports are a function. Its `default` is the default export of compiled ES modules, or else the exports.
 */
export function namespaceOf(exports: unknown): Namespace {
  if ((typeof exports !== "object" && typeof exports !== "function") || exports === null)
    return { default: exports };
  const known = namespaces.get(exports);
  const namespace = known ?? Object.setPrototypeOf(emptyNamespace(exports), exports);
  for (const key of Object.getOwnPropertyNames(exports)) {
    if (key === "default" || (typeof exports === "function" && ofFunctions.has(key))) continue;
    if (Object.hasOwn(namespace, key)) continue;
    const enumerable = Object.prototype.propertyIsEnumerable.call(exports, key);
    Object.defineProperty(namespace, key, {
      enumerable,
      configurable: true,
      get: () => (exports as Namespace)[key],
    });
  }
  if (!known) {
    Object.defineProperty(namespace, "default", {
      enumerable: true,
      get: () => defaultOf(exports as Namespace),
    });
    namespaces.set(exports, namespace);
  }
  return namespace;
}

/**
 * Returns a namespace after a check that it has some names.
 * @param specifier name of the module in the error
 * @throws {SyntaxError} for a name that it does not have
 */
export function withNames(namespace: Namespace, names: readonly string[], specifier: string): Namespace {
  const missing = names.find((name) => !(name in namespace));
  if (missing !== undefined) throw missingExport(missing, specifier, Object.keys(namespace));
  return namespace;
}

/** Returns the error of an import of a name that a module does not export. */
export function missingExport(name: string, specifier: string, exported: readonly string[]): SyntaxError {
  const like = exported.find((one) => isSimilar(one, name));
  const remedy = like ? `import "${like}" or another name` : "check the name";
  return new SyntaxError(
    `import: expected "${specifier}" to export "${name}", found no such export; ${remedy}.`,
  );
}

function emptyNamespace(exports: object): object {
  if (typeof exports !== "function") return {};
  const target = exports as (...values: unknown[]) => unknown;
  const callable = function (this: unknown, ...values: unknown[]): unknown {
    if (new.target === undefined) return Reflect.apply(target, this, values);
    return Reflect.construct(target, values, new.target === callable ? target : new.target);
  };
  callable.prototype = target.prototype;
  Object.defineProperty(callable, "name", { value: target.name, configurable: true });
  return callable;
}

function defaultOf(exports: Namespace): unknown {
  return exports.__esModule && "default" in exports ? exports.default : exports;
}

/** Returns true for names that differ in case, or by one letter added, left out or replaced, or by two swapped ones. */
function isSimilar(a: string, b: string): boolean {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()];
  if (x === y) return true;
  if (Math.abs(x.length - y.length) > 1 || Math.min(x.length, y.length) < 3) return false;
  let start = 0;
  while (start < x.length && x[start] === y[start]) start++;
  const rest = (text: string, from: number) => text.slice(start + from);
  if (rest(x, 1) === rest(y, 1) || rest(x, 1) === rest(y, 0) || rest(x, 0) === rest(y, 1)) return true;
  return rest(x, 2) === rest(y, 2) && x[start] === y[start + 1] && x[start + 1] === y[start];
}
