// Where in a large image a sentence is.
export type { ScoreMap } from "./scoreMap.js";
export { type Localization, type ScoredTile, TiledImage, type TiledImageOptions } from "./tiledImage.js";
export type { Tile } from "./tiles.js";
