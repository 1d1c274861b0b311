// The options of all commands that rerank scores.

import { OptionError } from "../lib/base/errors.js";
import type { OptionRule } from "../lib/base/optionRules.js";
import { nonFinitePolicies, type RerankOptions, rerankSums } from "../lib/retrieval/rerank/index.js";
import type { OptionSpec, Output } from "./command.js";

/** The recalls at 10 need ten places, so the authors' script raises K to this number, for both directions. */
const leastK = 10;

/** Flags of the multivariate rerank. */
export const rerankOptions = {
  k: {
    type: "integer",
    placeholder: "K",
    least: 1,
    help: `number of candidates that are reranked, raised to at least ${leastK} (default 30)`,
  },
  w1: {
    type: "number",
    placeholder: "W",
    help: "weight of the share of the candidate's scores (default 0.3)",
  },
  w2: { type: "number", placeholder: "W", help: "weight of the reverse rank (default 1.1)" },
  paper: {
    type: "boolean",
    help: "take the paper's reverse term, by the rank itself, instead of the released one",
  },
  within: {
    type: "integer",
    placeholder: "L",
    least: 1,
    help: "reverse rank from which on the paper's term is 0 (default K)",
  },
  sums: { type: "string", placeholder: "NAME", help: "divide by signed or absolute sums (default signed)" },
  "on-non-finite": {
    type: "string",
    placeholder: "fail|exclude",
    help: "end at NaN and -inf, or leave these pairs out (default fail)",
  },
} as const satisfies Record<string, OptionSpec>;

type RerankFlag = keyof typeof rerankOptions;

/** The flags and the option that they need. */
export const rerankRules: readonly OptionRule<RerankFlag | "rerank">[] = [
  ...(Object.keys(rerankOptions) as RerankFlag[]).map((option) => ({ option, needs: "rerank" as const })),
  { option: "within", needs: "paper" },
];

/** Reads the flags. @throws {OptionError} for a name that does not exist */
export function rerankFlags(
  flags: {
    readonly k?: number;
    readonly w1?: number;
    readonly w2?: number;
    readonly paper?: boolean;
    readonly within?: number;
    readonly sums?: string;
    readonly "on-non-finite"?: string;
  },
  output: Output,
): RerankOptions {
  const { k, w1, w2, paper, within } = flags;
  if (k !== undefined && k < leastK)
    output.warn(`note: --k ${k} is raised to ${leastK}, because the recall at 10 needs ten places`);
  return {
    ...{ k: k === undefined ? undefined : Math.max(k, leastK), w1, w2, within },
    ...(paper && { variant: "paper" }),
    sums: oneOf("--sums", rerankSums, flags.sums),
    onNonFinite: oneOf("--on-non-finite", nonFinitePolicies, flags["on-non-finite"]),
  };
}

function oneOf<T extends string>(flag: string, names: readonly T[], name: string | undefined): T | undefined {
  if (name === undefined || (names as readonly string[]).includes(name)) return name as T | undefined;
  throw new OptionError(`${flag}: expected one of ${names.join(", ")}, found "${name}"; name one of them.`);
}
