/**
 * Localization: the places of a large image that a sentence describes, and indicators that judge such maps.
 * @module
 */
export type { AirSltItem } from "../data/formats/airSltText.js";
export {
  type Annotation,
  type AnnotationRemark,
  type Region,
  requireRegionsInside,
} from "./annotations/annotation.js";
export {
  type AnnotationFile,
  annotationsToJson,
  parseAnnotations,
  readAnnotations,
  writeAnnotations,
} from "./annotations/annotationFile.js";
export {
  annotationsFromCoco,
  annotationsFromGeoJson,
  annotationsFromLabelme,
  type ConversionOptions,
  type GeoJsonOptions,
  type GeoTransform,
} from "./annotations/conversions.js";
export {
  evaluateLocalization,
  type LocalizationEvaluation,
  type LocalizationEvaluationOptions,
  type LocalizationItem,
  type LocalizationItemSeconds,
} from "./evaluation/evaluateLocalization.js";
export type { AttentionCenter } from "./indicators/attentionCenters.js";
export {
  type GrayMap,
  type Indicators,
  type JudgedRegion,
  type Judgement,
  judgeMap,
} from "./indicators/judgeMap.js";
export type { Point } from "./indicators/polygonMask.js";
export { type MapFilter, mapFilters } from "./maps/filter.js";
export {
  Localization,
  type LocalizationParts,
  type LocalizationSeconds,
  type PartialMap,
  type ScoreMap,
} from "./maps/localization.js";
export type { ScoreRange, Surface } from "./maps/surface.js";
export {
  type LocalizationMethod,
  type LocalizationSettings,
  type LocateOptions,
  localizationMethods,
  localizationSettings,
  type TiledImageOptions,
} from "./options.js";
export type { LocalizationProgress } from "./progress.js";
export {
  type BoxGeometry,
  type GeoJsonRegionOptions,
  type NamedCrs,
  type Position,
  type RegionCollection,
  type RegionFeature,
  type RegionProperties,
  regionsToGeoJson,
  type SentenceRegions,
} from "./results/geoJson.js";
export { type HeatMapOptions, writeHeatMap, writeScoreMap } from "./results/heatMap.js";
export { bestRegions, type FoundRegion, type RegionOptions } from "./results/regions.js";
export { TiledImage } from "./tiledImage.js";
export type { ImageSize, ScoredTile, Tile } from "./tiles/tile.js";
