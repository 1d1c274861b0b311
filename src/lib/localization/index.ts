/**
 * Localization: the places of a large image that a sentence describes.
 * @module
 */
export type { ScoreMap } from "./scoreMap.js";
export { type Localization, type ScoredTile, TiledImage, type TiledImageOptions } from "./tiledImage.js";
export type { Tile } from "./tiles.js";
