// Where in a large image a sentence is.
export type { HeatMap } from "./heat.js";
export { type Localization, Scene, type SceneOptions, type ScoredSlice } from "./scene.js";
export type { Slice } from "./slices.js";
