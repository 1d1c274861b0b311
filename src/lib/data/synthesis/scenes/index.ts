// Every class of scene that can be drawn.
import type { SceneClass } from "../facts.js";
import { builtScenes } from "./built.js";
import { natureScenes } from "./nature.js";
import { sportScenes } from "./sport.js";
import { transportScenes } from "./transport.js";

export const sceneClasses: readonly SceneClass[] = [
  ...transportScenes,
  ...sportScenes,
  ...natureScenes,
  ...builtScenes,
];
