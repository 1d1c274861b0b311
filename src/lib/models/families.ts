// The registered families of models. A new model adds its folder and one line here.
import { paper } from "./amfmn/paper/index.js";
import { released } from "./amfmn/released/index.js";
import { clip } from "./clip/index.js";
import { galr, galrGlobal, galrLocal } from "./galr/index.js";
import { lwMcr } from "./lwmcr/index.js";

/** The model that the command line trains unless another is named: small enough for two cores. */
export const defaultModel = "lesson/small";

/**
 * All families that ship with the library. The first one that recognizes a foreign file reads it, so that a family with a
 * part more comes before one without it.
 */
export const families = [galr, galrGlobal, galrLocal, released, paper, clip, lwMcr] as const;
