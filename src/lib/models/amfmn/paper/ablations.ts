// The ablations m1 to m9: the paper's network with its parts added one after another, up to all of them in m9. We know
// two results of the paper's table (keywords alone, and m9), so the order of the seven between them is our choice.
import type { PaperAttention, TextBranch } from "./guidedAttention.js";

/** The parts of the paper's network that an ablation switches. */
export interface AblationParts {
  /** The image's embedding comes from MVSA over all scales, or from the last feature map alone. */
  readonly visual: "multiscale" | "global";
  /** The branches that read a text. */
  readonly text: TextBranch | "both";
  /** The visual-guided attention of each branch. */
  readonly attention: PaperAttention;
  /** The way sentence and keywords become one vector: VGMF's gate, or their mean. */
  readonly fusion: "gate" | "mean";
}

/** One row of the table. */
export interface AblationRow {
  /** The part that the row before lacks. */
  readonly about: string;
  /** The parts of the network. */
  readonly parts: AblationParts;
  /** 0.2 for every pair, or eq. 29. */
  readonly margin: "fixed" | "dynamic";
}

const baseline: AblationParts = { visual: "global", text: "sentence", attention: "none", fusion: "mean" };
const guided: AblationParts = { ...baseline, visual: "multiscale", attention: "similarity" };

/** The parts and the margin of each ablation. */
export const ablations: Readonly<Record<Ablation, AblationRow>> = {
  m1: { about: "sentence and the last feature map", parts: baseline, margin: "fixed" },
  m2: { about: "+ MVSA", parts: { ...baseline, visual: "multiscale" }, margin: "fixed" },
  m3: { about: "+ guided attention, soft", parts: { ...guided, attention: "soft" }, margin: "fixed" },
  m4: { about: "guided attention, fusion", parts: { ...guided, attention: "fusion" }, margin: "fixed" },
  m5: { about: "guided attention, similarity", parts: guided, margin: "fixed" },
  m6: { about: "keywords alone", parts: { ...guided, text: "keywords" }, margin: "fixed" },
  m7: { about: "sentence and keywords, their mean", parts: { ...guided, text: "both" }, margin: "fixed" },
  m8: { about: "+ VGMF", parts: { ...guided, text: "both", fusion: "gate" }, margin: "fixed" },
  m9: { about: "+ dynamic margin", parts: { ...guided, text: "both", fusion: "gate" }, margin: "dynamic" },
};

/** The name of an ablation. */
export type Ablation = "m1" | "m2" | "m3" | "m4" | "m5" | "m6" | "m7" | "m8" | "m9";
