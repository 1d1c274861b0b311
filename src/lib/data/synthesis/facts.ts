// What is true of a drawn scene, in the words that its captions and keywords are made of.
import type { Random } from "../../base/random.js";
import type { Drawing } from "./drawing.js";

/** A thing that can be named: `{ count: 3, adjective: "white", noun: "plane" }`. */
export interface Thing {
  /** How many; undefined for what is not counted, such as `dark green forest`. */
  count?: number;
  adjective: string;
  /** Singular; for an uncounted thing, the word as it stands. */
  noun: string;
  plural?: string;
}

/** A thing together with how the main thing stands to it: `beside` a gray terminal. */
export interface Relation {
  preposition: string;
  thing: Thing;
}

export interface SceneFacts {
  /** The words for the place: `airport`, `baseball field`. */
  place: string;
  main: Thing;
  /** What the main thing does there: `parked`, `moored`, `built`. */
  action: string;
  /** The two relations that captions tell. */
  beside: Relation;
  around: Relation;
}

/** One class of scenes. */
export interface SceneClass {
  /** The class as it stands in file names: `baseballfield`. */
  name: string;
  /** Draws one scene and says what is in it. */
  draw(drawing: Drawing, random: Random): SceneFacts;
}

export const paint = {
  white: "#eceae4",
  gray: "#98999a",
  black: "#3b3d42",
  red: "#b5382d",
  orange: "#d77f35",
  yellow: "#dcc04c",
  brown: "#8c6a48",
  green: "#5f9644",
  "dark green": "#2c5a30",
  blue: "#3d72b4",
  "dark blue": "#23406f",
  purple: "#7a5394",
} as const;

export type Paint = keyof typeof paint;

/** The grounds that any scene may lie on; each differs clearly from the others even at 64 × 64. */
export const grounds: readonly { adjective: string; noun: string; color: string }[] = [
  { adjective: "green", noun: "lawn", color: "#6f9f52" },
  { adjective: "dark green", noun: "meadow", color: "#3f6b3c" },
  { adjective: "brown", noun: "bare land", color: "#a07c55" },
  { adjective: "yellow", noun: "sand", color: "#cfb980" },
  { adjective: "gray", noun: "concrete ground", color: "#a6a6a2" },
];
