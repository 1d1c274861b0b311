// A subcommand of `amfmn`: a name, options that are described once for parsing and for --help, and a function.
import { parseArgs } from "node:util";
import { OptionError } from "../lib/base/errors.js";
import { checkOptionRules, type OptionRule } from "../lib/base/optionRules.js";

/** One option of a subcommand: `--name VALUE`, `--name` for a boolean, or `--name A B C` (also `A,B,C`) for strings. */
export interface OptionSpec {
  readonly type: "string" | "strings" | "integer" | "number" | "boolean";
  /** The value's name in --help, such as `DIR`. */
  readonly placeholder?: string;
  readonly help: string;
  readonly required?: boolean;
  /** True for a string that may be given several times. Its value is a list. */
  readonly multiple?: boolean;
  /** The least value of an integer or a number. */
  readonly least?: number;
  /** The greatest value of an integer or a number. */
  readonly most?: number;
}

type OptionValue<S extends OptionSpec> = S["type"] extends "string"
  ? S["multiple"] extends true
    ? readonly string[]
    : string
  : S["type"] extends "strings"
    ? readonly string[]
    : S["type"] extends "boolean"
      ? boolean
      : number;

/** The parsed values. An option that is not required may be undefined. */
export type OptionValues<S extends Record<string, OptionSpec>> = {
  readonly [K in keyof S]: S[K]["required"] extends true ? OptionValue<S[K]> : OptionValue<S[K]> | undefined;
};

/** A command's output: `print` for people (silent under --json), `json` for programs. */
export interface Output {
  readonly machine: boolean;
  print(text: string): void;
  json(value: unknown): void;
  /** Writes a line to standard error, also under --json. */
  warn(text: string): void;
  /** Shows a line that the next line replaces. Writes nothing unless standard error is a terminal. */
  progress(text: string): void;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly help: string;
  run(args: string[], output: (machine: boolean) => Output): Promise<void>;
}

const shared = {
  json: { type: "boolean", help: "print JSON and nothing else on standard output" },
} satisfies Record<string, OptionSpec>;

/**
 * Makes a command from its description.
 *
 * `operands` names the arguments without a flag, which are all required. `PATH…` takes one or more of them, and
 * `install|uninstall` takes one of these words.
 */
export function defineCommand<S extends Record<string, OptionSpec>>(description: {
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  readonly example: string;
  readonly options: S;
  readonly operands?: readonly string[];
  /** Rules about options that are given together. */
  readonly rules?: readonly OptionRule<keyof S & string>[];
  run(values: OptionValues<S>, output: Output, operands: string[]): Promise<void>;
}): Command {
  const specs: Record<string, OptionSpec> = { ...description.options, ...shared };
  return {
    name: description.name,
    summary: description.summary,
    help: helpText(description, specs),
    async run(args, output) {
      const { values, positionals } = parse(description.name, args, specs);
      checkOperands(description.name, description.operands ?? [], positionals);
      checkOptionRules(
        description.rules ?? [],
        values as Partial<Record<keyof S & string, unknown>>,
        (name) => `--${name}`,
      );
      await description.run(values as OptionValues<S>, output(values.json === true), positionals);
    },
  };
}

function checkOperands(command: string, operands: readonly string[], values: readonly string[]): void {
  for (const [i, operand] of operands.entries()) {
    const value = values[i];
    const choices = operand.split("|");
    if (value !== undefined && (choices.length === 1 || choices.includes(value))) continue;
    const expected = choices.length === 1 ? operand : `one of ${choices.join(", ")}`;
    throw refusal(command, `expected ${expected}, found ${value === undefined ? "none" : `"${value}"`}`);
  }
  const more = values[operands.length];
  if (more === undefined || operands.at(-1)?.endsWith("…")) return;
  throw refusal(
    command,
    `expected ${operands.join(" ") || "only options"} and nothing more, found "${more}"`,
  );
}

type Values = Record<string, string | readonly string[] | number | boolean | undefined>;

function parse(command: string, args: string[], specs: Record<string, OptionSpec>) {
  const options = Object.fromEntries(
    Object.entries(specs).map(([name, { type }]) => [
      name,
      { type: type === "boolean" ? ("boolean" as const) : ("string" as const) },
    ]),
  );
  const { tokens } = parseArgs({
    args,
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const values: Values = {};
  const positionals: string[] = [];
  /** The option that takes further values. */
  let list: string | undefined;
  for (const token of tokens) {
    if (token.kind === "positional") {
      if (list === undefined) positionals.push(token.value);
      else values[list] = [...(values[list] as string[]), ...listed(token.value)];
      continue;
    }
    list = undefined;
    if (token.kind !== "option") continue;
    const spec = Object.hasOwn(specs, token.name) ? specs[token.name] : undefined;
    if (!spec) throw refusal(command, `expected a known option, found ${token.rawName}`);
    const value = optionValue(command, token, spec);
    if (spec.type === "strings") {
      list = token.name;
      values[list] = [...((values[list] as string[] | undefined) ?? []), ...listed(value as string)];
    } else if (spec.multiple) {
      values[token.name] = [...((values[token.name] as string[] | undefined) ?? []), value as string];
    } else values[token.name] = value;
  }
  for (const [name, spec] of Object.entries(specs)) {
    if (!spec.required || values[name] !== undefined) continue;
    throw refusal(command, `expected --${name} ${spec.placeholder} (${spec.help}), found none`);
  }
  return { values, positionals };
}

/** Splits `a,b,c`. */
function listed(value: string): string[] {
  return value.split(",").filter((part) => part !== "");
}

/** The value of one option on the command line. `--text --json` has none, as the next option is not its value. */
function optionValue(
  command: string,
  { rawName, value, inlineValue }: { rawName: string; value?: string; inlineValue?: boolean },
  { type, placeholder, least, most }: OptionSpec,
): string | number | boolean {
  if (type === "boolean") {
    if (value === undefined) return true;
    throw refusal(command, `expected ${rawName} without a value, found "${value}"`);
  }
  if (value === undefined || (!inlineValue && /^-./.test(value))) {
    throw refusal(command, `expected ${rawName} ${placeholder}, found no value`);
  }
  if (type === "string" || type === "strings") {
    if (value !== "") return value;
    throw refusal(command, `expected ${rawName} ${placeholder}, found an empty text`);
  }
  const number = Number(value);
  const fits =
    value.trim() !== "" && (type === "integer" ? Number.isInteger(number) : Number.isFinite(number));
  if (fits && (least === undefined || number >= least) && (most === undefined || number <= most))
    return number;
  const kind = type === "integer" ? "a whole number" : "a number";
  const atMost = most === undefined ? "" : ` and at most ${most}`;
  const bound = least === undefined ? "" : ` of at least ${least}${atMost}`;
  throw refusal(command, `expected ${kind}${bound} after ${rawName}, found "${value}"`);
}

function refusal(command: string, sentence: string): OptionError {
  return new OptionError(`amfmn ${command}: ${sentence}; see amfmn ${command} --help.`);
}

function helpText(
  { name, summary, usage, example }: { name: string; summary: string; usage: string; example: string },
  specs: Record<string, OptionSpec>,
): string {
  const rows = Object.entries(specs).map(([option, spec]) => [
    `--${option}${spec.placeholder ? ` ${spec.placeholder}` : ""}`,
    spec.help + (spec.required ? " (required)" : ""),
  ]);
  const width = Math.max(...rows.map(([left]) => left!.length));
  return [
    `amfmn ${name}: ${summary}`,
    "",
    `Usage: amfmn ${name} ${usage}`,
    "",
    ...rows.map(([left, right]) => `  ${left!.padEnd(width)}  ${right}`),
    "",
    `Example: ${example}`,
  ].join("\n");
}
