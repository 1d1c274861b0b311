// The four indicators of a map against annotated regions, for the page and for fallback pictures.
import type { Shapes } from "./shapes.js";

/** The four indicators of a map against annotated regions, all in 0…1. */
export interface FourNumbers {
  /** Significant area: larger is better. */
  readonly rsu: number;
  /** Discreteness: larger is better. */
  readonly rda: number;
  /** Attention shift: smaller is better. */
  readonly ras: number;
  /** Mean of the other three with weights: larger is better. */
  readonly rmi: number;
}

/** Indicators of a map, and the shapes that they were computed from. */
export interface Judgement extends FourNumbers, Shapes {
  /** Sentence of the annotation. */
  readonly caption: string;
}

/** The four numbers with the direction in which each is better. */
export const numberNames = [
  {
    key: "rsu",
    name: "Rsu",
    better: "↑",
    about: "significant area: the share of the map's weight inside the regions",
  },
  {
    key: "ras",
    name: "Ras",
    better: "↓",
    about: "attention shift: the distance of attention centers from the regions' centers",
  },
  { key: "rda", name: "Rda", better: "↑", about: "discreteness: one attention center for each region" },
  { key: "rmi", name: "Rmi", better: "↑", about: "all three: 0.4 Rsu + 0.35 (1 − Ras) + 0.25 Rda" },
] as const satisfies readonly { key: keyof FourNumbers; name: string; better: string; about: string }[];

/** Returns the four numbers as a line of text. */
export function numbersText(numbers: FourNumbers): string {
  return numberNames.map(({ key, name }) => `${name} ${numbers[key].toFixed(3)}`).join(", ");
}
