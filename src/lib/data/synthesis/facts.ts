// Facts of a drawn scene, in the words of its captions and keywords.
import type { Random } from "../../base/random.js";
import type { Drawing } from "./drawing.js";

/** A thing in a scene: `{ count: 3, adjective: "white", noun: "plane" }`. */
export interface Thing {
  /** Number of things, or undefined for an uncounted one such as `dark green forest`. */
  count?: number;
  adjective: string;
  /** Noun in the singular. The noun of an uncounted thing is written as it is. */
  noun: string;
  /** Default: the noun with an `s`. */
  plural?: string;
}

/** Position of the main thing relative to another: `beside` a gray terminal. */
export interface Relation {
  preposition: string;
  thing: Thing;
}

/** Facts of one scene. */
export interface SceneFacts {
  /** Noun of the place: `airport`, `baseball field`. */
  place: string;
  main: Thing;
  /** State of the main thing: `parked`, `moored`, `built`. */
  action: string;
  /** The two relations that captions describe. */
  beside: Relation;
  around: Relation;
}

/** One class of scenes. */
export interface SceneClass {
  /** Name of the class in file names: `baseballfield`. */
  name: string;
  /** Draws one scene and returns its facts. */
  draw(drawing: Drawing, random: Random): SceneFacts;
}

/** Colors of things by their adjectives. */
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

/** Name of a color. */
export type Paint = keyof typeof paint;

/** Grounds of scenes. They are clearly different even at 64 × 64 pixels. */
export const grounds: readonly { adjective: string; noun: string; color: string }[] = [
  { adjective: "green", noun: "lawn", color: "#6f9f52" },
  { adjective: "dark green", noun: "meadow", color: "#3f6b3c" },
  { adjective: "brown", noun: "bare land", color: "#a07c55" },
  { adjective: "yellow", noun: "sand", color: "#cfb980" },
  { adjective: "gray", noun: "concrete ground", color: "#a6a6a2" },
];
