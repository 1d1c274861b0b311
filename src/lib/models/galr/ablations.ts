// The variants of GaLR in one table: the paper's network, and the same with one part less or as the released code has it.
// We know no result of the paper's own ablations, so their reading is ours.
import type { GalrOptions } from "./options.js";

/** The parts that a variant switches. */
export type VariantParts = Pick<
  GalrOptions,
  "text" | "objects" | "fusion" | "selfAttention" | "guidance" | "guidedSelfAttention" | "gammas"
>;

/** One row of the table. */
export interface GalrVariantRow {
  /** The difference to the first row. */
  readonly about: string;
  /** Both branches, or one of them. */
  readonly branches: "both" | "global" | "local";
  /** The parts of the network. Those of the fusion have no meaning for one branch. */
  readonly parts: VariantParts;
}

/** The network as the figures of the paper have it. */
const paper: VariantParts = {
  text: "bi-gru",
  objects: "inputs",
  fusion: "midf",
  selfAttention: true,
  guidance: "parallel",
  guidedSelfAttention: false,
  gammas: "two",
};

/** The network as released. */
export const releasedParts: VariantParts = {
  text: "skip-thoughts",
  objects: "inputs",
  fusion: "midf",
  selfAttention: true,
  guidance: "sequential",
  guidedSelfAttention: true,
  gammas: "one",
};

const row = (
  about: string,
  changed: Partial<VariantParts> = {},
  branches: GalrVariantRow["branches"] = "both",
): GalrVariantRow => ({ about, branches, parts: { ...paper, ...changed } });

/** The name of a variant. */
export type GalrVariant =
  | "galr"
  | "galr-global"
  | "galr-local"
  | "galr-maps"
  | "galr-concatenation"
  | "galr-no-self"
  | "galr-no-guidance"
  | "galr-sequential"
  | "galr-one-gamma"
  | "galr-skip-thoughts";

/** The variants by name. */
export const galrVariants: Readonly<Record<GalrVariant, GalrVariantRow>> = {
  galr: row("GaLR of the paper: global and local branch, MIDF, bi-GRU"),
  "galr-global": row("the global branch alone", {}, "global"),
  "galr-local": row("the local branch alone", {}, "local"),
  "galr-maps": row("objects from a grid over the trunk's maps", { objects: "maps" }),
  "galr-concatenation": row("a linear layer over both vectors in place of MIDF", { fusion: "concatenation" }),
  "galr-no-self": row("MIDF without self-attention", { selfAttention: false }),
  "galr-no-guidance": row("MIDF without guided attention", { guidance: "none" }),
  "galr-sequential": row("guidance one after the other, as released", {
    guidance: "sequential",
    guidedSelfAttention: true,
  }),
  "galr-one-gamma": row("one fusion weight for both terms, as released", { gammas: "one" }),
  "galr-skip-thoughts": row("the text encoder as released", { text: "skip-thoughts" }),
};
