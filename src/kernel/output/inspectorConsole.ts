// Separates the console from V8's inspector. The inspector is active, because it runs the cells, and it would keep the
// last thousand values that the console printed.

/** Replaces the console's methods by Node's own ones, which the inspector does not see. */
export function leaveInspectorConsole(): void {
  const own = console.Console.prototype as unknown as Record<string, unknown>;
  const methods = console as unknown as Record<string, unknown>;
  for (const name of Object.getOwnPropertyNames(own)) {
    const method = own[name];
    if (name !== "constructor" && name in console && typeof method === "function")
      methods[name] = method.bind(console);
  }
}
