// All classes of drawn scenes.
import type { SceneClass } from "../facts.js";
import { builtScenes } from "./built.js";
import { natureScenes } from "./nature.js";
import { sportScenes } from "./sport.js";
import { transportScenes } from "./transport.js";

/** Classes in the order in which data sets take them. */
export const sceneClasses: readonly SceneClass[] = [
  ...transportScenes,
  ...sportScenes,
  ...natureScenes,
  ...builtScenes,
];
