// What a subcommand of `amfmn` is: a name, options described once (for parsing and for --help), and a function.
import { parseArgs } from "node:util";
import { OptionError } from "../lib/base/errors.js";

/** One option of a subcommand, `--name VALUE` or, for a boolean, `--name`. */
export interface OptionSpec {
  readonly type: "string" | "integer" | "number" | "boolean";
  /** What stands for the value in --help, such as `DIR`. */
  readonly placeholder?: string;
  readonly help: string;
  readonly required?: boolean;
  /** The least number that makes sense, for integers and numbers. */
  readonly least?: number;
}

type OptionValue<S extends OptionSpec> = S["type"] extends "string"
  ? string
  : S["type"] extends "boolean"
    ? boolean
    : number;

/** The parsed values: present where required, else possibly undefined. */
export type OptionValues<S extends Record<string, OptionSpec>> = {
  readonly [K in keyof S]: S[K]["required"] extends true ? OptionValue<S[K]> : OptionValue<S[K]> | undefined;
};

/** Where a command's words go: `print` for people (silent under --json), `json` for machines. */
export interface Output {
  readonly machine: boolean;
  print(text: string): void;
  json(value: unknown): void;
  /** A line that the next one replaces on a terminal; elsewhere only the last of a phase is written. */
  progress(text: string): void;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly help: string;
  run(args: string[], output: (machine: boolean) => Output): Promise<void>;
}

const shared = {
  json: { type: "boolean", help: "print JSON for machines and nothing else on standard output" },
} satisfies Record<string, OptionSpec>;

/** Makes a command from its description. `operands` names what may stand without a flag, `PATH…` any number. */
export function defineCommand<S extends Record<string, OptionSpec>>(description: {
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  readonly example: string;
  readonly options: S;
  readonly operands?: readonly string[];
  run(values: OptionValues<S>, output: Output, operands: string[]): Promise<void>;
}): Command {
  const specs: Record<string, OptionSpec> = { ...description.options, ...shared };
  return {
    name: description.name,
    summary: description.summary,
    help: helpText(description, specs),
    async run(args, output) {
      const { values, positionals } = parse(description.name, args, specs);
      const expected = description.operands ?? [];
      const any = expected.at(-1)?.endsWith("…") ?? false;
      if (!any && positionals.length > expected.length) {
        throw new OptionError(
          `amfmn ${description.name}: unexpected argument "${positionals[expected.length]}"; see amfmn ${description.name} --help.`,
        );
      }
      await description.run(values as OptionValues<S>, output(values.json === true), positionals);
    },
  };
}

function parse(command: string, args: string[], specs: Record<string, OptionSpec>) {
  const options = Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => [
      name,
      { type: spec.type === "boolean" ? ("boolean" as const) : ("string" as const) },
    ]),
  );
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new OptionError(
      `amfmn ${command}: ${(error as Error).message.split(". ")[0]}; see amfmn ${command} --help.`,
    );
  }
  const values: Record<string, string | number | boolean | undefined> = {};
  for (const [name, spec] of Object.entries(specs)) {
    const text = parsed.values[name] as string | boolean | undefined;
    if (text === undefined) {
      if (spec.required)
        throw new OptionError(
          `amfmn ${command}: --${name} ${spec.placeholder} is missing; it is ${spec.help}.`,
        );
      continue;
    }
    values[name] =
      typeof text === "string" && spec.type !== "string" ? toNumber(command, name, spec, text) : text;
  }
  return { values, positionals: parsed.positionals };
}

function toNumber(command: string, name: string, spec: OptionSpec, text: string): number {
  const value = Number(text);
  const whole = spec.type === "integer" ? "a whole number" : "a number";
  const wrong =
    text.trim() === "" || !Number.isFinite(value) || (spec.type === "integer" && !Number.isInteger(value));
  if (wrong || (spec.least !== undefined && value < spec.least)) {
    const bound = spec.least === undefined ? "" : ` of at least ${spec.least}`;
    throw new OptionError(`amfmn ${command}: --${name} expects ${whole}${bound}, found "${text}".`);
  }
  return value;
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
