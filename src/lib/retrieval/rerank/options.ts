// Options of the multivariate rerank, and the checks of options and matrices.
import { DataError, OptionError } from "../../base/errors.js";
import type { Scores } from "./precision.js";

/** The third terms. */
const rerankVariants: readonly RerankVariant[] = ["released", "paper"];
/**
 * `released` counts the place of a candidate among the K candidates, sorted by their own rank of the query. `paper` takes
 * that rank itself, and 0 from `within` on.
 */
export type RerankVariant = "released" | "paper";

/** The divisors of the first term. */
export const rerankSums: readonly RerankSum[] = ["signed", "absolute"];
/**
 * `signed` is the sum of a candidate's scores, as released. Negative cosines make it small or negative, and a negative
 * sum turns the order of the first term around. `absolute` is the sum of their absolute values.
 */
export type RerankSum = "signed" | "absolute";

/** The policies for NaN and −∞. */
export const nonFinitePolicies: readonly NonFinitePolicy[] = ["fail", "exclude"];
/** `fail` throws. `exclude` leaves these pairs out of candidates, sums and ranks, so their new score is 0. */
export type NonFinitePolicy = "fail" | "exclude";

/** K of the authors' script. */
export const defaultK = 30;

/** Options of the multivariate rerank. The defaults are those of the authors' script. */
export interface RerankOptions {
  /**
   * K, the number of candidates that are reranked, 30 by default. A direction with fewer candidates reranks all
   * of them. The authors' script raises a K below 10 to 10 for images that search texts, and this function takes it as given.
   */
  readonly k?: number;
  /** Weight of the first term, the candidate's score as a share of all its scores; 0.3 by default. */
  readonly w1?: number;
  /** Weight of the third term, the reverse rank; 1.1 by default. */
  readonly w2?: number;
  /** ξ, the decay of the second and the third term from place to place; 0.05 by default. */
  readonly decay?: number;
  /** The form of the third term, `released` by default. */
  readonly variant?: RerankVariant;
  /** l, the reverse rank from which on the third term of `paper` is 0; K by default. */
  readonly within?: number;
  /** Divisor of the first term, `signed` by default. Where it is 0, the first term is 0. */
  readonly sums?: RerankSum;
  /** Policy for NaN and −∞, `fail` by default. +∞ always fails. */
  readonly onNonFinite?: NonFinitePolicy;
  /** Policy for a K above the number of candidates: take all (by default) or throw. */
  readonly onFewCandidates?: "useAll" | "fail";
}

/** The scores of images and texts, as `readNpy` returns them, or in float64. */
export interface RerankMatrix {
  /** Number of images and number of texts. */
  readonly shape: readonly number[];
  /** A row for each image. */
  readonly values: Float32Array | Float64Array;
  /** Name of the matrix in messages, such as its file; `matrix` by default. */
  readonly name?: string;
}

/** Checked options with their defaults. */
export type RerankSettings = Required<RerankOptions>;

/** Fills in the defaults. @throws {OptionError} that names the first option outside of its range */
export function rerankSettings(options: RerankOptions = {}): RerankSettings {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const k = options.k ?? defaultK;
  const settings: RerankSettings = {
    ...{ k, w1: 0.3, w2: 1.1, decay: 0.05, variant: "released", within: k },
    ...{ sums: "signed", onNonFinite: "fail", onFewCandidates: "useAll" },
    ...given,
  };
  for (const name of ["k", "within"] as const) {
    if (Number.isInteger(settings[name]) && settings[name] >= 1) continue;
    throw refusal(name, "a whole number of at least 1", settings[name]);
  }
  for (const name of ["w1", "w2"] as const)
    if (!Number.isFinite(settings[name])) throw refusal(name, "a finite number", settings[name]);
  if (!(settings.decay >= 0 && Number.isFinite(settings.decay)))
    throw refusal("decay", "a finite number of at least 0", settings.decay);
  const choices = {
    variant: rerankVariants,
    sums: rerankSums,
    onNonFinite: nonFinitePolicies,
    onFewCandidates: ["useAll", "fail"],
  } as const;
  for (const [name, values] of Object.entries(choices)) {
    const value = settings[name as keyof typeof choices];
    if (!(values as readonly string[]).includes(value))
      throw refusal(name, `one of ${values.join(", ")}`, value);
  }
  if (options.within !== undefined && settings.variant !== "paper")
    throw refusal("within", 'none unless variant is "paper"', options.within);
  return settings;
}

/**
 * Checks the options of a rerank before the work that comes first.
 *
 * @throws {OptionError} that names the first option outside of its range
 */
export function checkRerankOptions(options: RerankOptions): void {
  rerankSettings(options);
}

function refusal(name: string, expected: string, found: unknown): OptionError {
  return new OptionError(`rerank option ${name}: expected ${expected}, found ${found}; correct it.`);
}

/**
 * Returns the K of one direction.
 *
 * @throws {OptionError} when there are fewer candidates and the policy is `fail`
 */
export function candidatesOf(
  { k, onFewCandidates }: RerankSettings,
  available: number,
  what: string,
): number {
  if (k <= available || onFewCandidates === "useAll") return Math.min(k, available);
  throw new OptionError(
    `rerank option k: expected at most ${available}, the number of ${what}, found ${k}; lower it, or set onFewCandidates to "useAll".`,
  );
}

/**
 * Returns the numbers of images and texts.
 *
 * @throws {OptionError} when the shape is not that of a matrix, or does not fit the number of values
 * @throws {DataError} for a score that the options refuse
 */
export function checkMatrix(
  { shape, values, name = "matrix" }: RerankMatrix,
  settings: RerankSettings,
): [number, number] {
  const [images = 0, texts = 0] = shape;
  if (shape.length !== 2 || images < 1 || texts < 1)
    throw new OptionError(
      `${name}: expected the shape [images, texts] with at least one of both, found [${shape.join(", ")}]; pass a row for each image.`,
    );
  if (values.length !== images * texts)
    throw new OptionError(
      `${name}: expected ${images} × ${texts} numbers, found ${values.length}; pass a row for each image.`,
    );
  const wrong = firstRefused(values, settings);
  if (wrong >= 0)
    throw new DataError(
      `${name}: expected finite scores, found ${values[wrong]} between image ${Math.floor(wrong / texts)} and text ${wrong % texts} (from 0); ${adviceFor(values[wrong]!)}.`,
    );
  return [images, texts];
}

/** Returns the place of the first score that the options refuse, or −1. */
export function firstRefused(values: Scores, { onNonFinite }: RerankSettings): number {
  const least = onNonFinite === "fail" ? -Number.MAX_VALUE : Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value >= least && value !== Number.POSITIVE_INFINITY) continue;
    if (onNonFinite === "fail" || value === Number.POSITIVE_INFINITY) return i;
  }
  return -1;
}

/** Returns the advice for a refused score. */
export function adviceFor(value: number): string {
  return value === Number.POSITIVE_INFINITY
    ? "replace it by a number"
    : 'replace it, or leave such pairs out by onNonFinite: "exclude" (--on-non-finite exclude)';
}
