// Rules about options that are given together. Flags, configuration files and functions check the same table, each with
// its own spelling of the names.
import { OptionError } from "./errors.js";

/** A rule about one option and others. */
export type OptionRule<Name extends string> =
  /** Two options that contradict each other. */
  | { readonly option: Name; readonly excludes: Name; readonly because: string }
  /** An option that has no meaning without another. */
  | { readonly option: Name; readonly needs: Name }
  /** An option that has a meaning for some values of another only. `otherwise` is the other option's default. */
  | {
      readonly option: Name;
      readonly of: Name;
      readonly values: readonly unknown[];
      readonly otherwise: unknown;
    };

/**
 * Checks options against a table of rules.
 *
 * @param given values by name; undefined and false count as not given
 * @param spell returns the name of an option in messages, such as `--resume`
 * @throws {OptionError} that names the two options of the first rule that does not hold
 * @example
 * checkOptionRules([{ option: "fold", needs: "folds" }], { fold: 1, folds: 5 });
 */
export function checkOptionRules<Name extends string>(
  rules: readonly OptionRule<Name>[],
  given: { readonly [N in Name]?: unknown },
  spell: (name: Name) => string = (name) => name,
): void {
  const has = (name: Name) => given[name] !== undefined && given[name] !== false;
  for (const rule of rules.filter(({ option }) => has(option))) {
    const name = spell(rule.option);
    if ("excludes" in rule) {
      if (!has(rule.excludes)) continue;
      const other = spell(rule.excludes);
      throw new OptionError(
        `${name}: expected it without ${other}, found both; leave one out, because ${rule.because}.`,
      );
    }
    if ("needs" in rule) {
      if (has(rule.needs)) continue;
      const other = spell(rule.needs);
      throw new OptionError(
        `${name}: expected it with ${other}, found it alone; add ${other} or leave it out.`,
      );
    }
    const value = given[rule.of] ?? rule.otherwise;
    if (rule.values.includes(value)) continue;
    throw new OptionError(
      `${name}: expected it with ${spell(rule.of)} ${rule.values.join(" or ")}, found ${value}; it has no effect there, so leave it out.`,
    );
  }
}
