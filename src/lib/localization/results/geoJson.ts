// Regions of an image as GeoJSON, which geographic information systems open.
import { type Georeference, pixelToCrs } from "../../data/images/georeference/georeference.js";
import { toWgs84 } from "../../data/images/georeference/wgs84.js";
import type { FoundRegion } from "./regions.js";

/** The numbers of a region. */
export interface RegionProperties {
  /** The sentence. */
  readonly text: string;
  /** Place among the regions of the sentence, from 1. */
  readonly rank: number;
  /** Mean of the map over the region, 0…1. */
  readonly score: number;
  /** Greatest value of the map in the region, 0…1. */
  readonly peak: number;
  /** Number of pixels of the region. */
  readonly area: number;
  /** Distance of the box from the left edge of the image, in pixels. */
  readonly left: number;
  /** Distance of the box from the upper edge, in pixels. */
  readonly top: number;
  /** Width of the box in pixels. */
  readonly width: number;
  /** Height of the box in pixels. */
  readonly height: number;
}

/** The outline of a box. */
export interface BoxGeometry {
  /** The kind of a geometry in GeoJSON. */
  readonly type: "Polygon";
  /** One ring, counterclockwise and closed. */
  readonly coordinates: readonly (readonly Position[])[];
}

/** A region as a feature. */
export interface RegionFeature {
  /** The kind of an object in GeoJSON. */
  readonly type: "Feature";
  /** The box. */
  readonly geometry: BoxGeometry;
  /** The sentence and the numbers of the region. */
  readonly properties: RegionProperties;
}

/** The name of a coordinate reference system (GeoJSON of 2008). */
export interface NamedCrs {
  /** The kind of the reference. */
  readonly type: "name";
  /** Its `name`, such as `urn:ogc:def:crs:EPSG::25832`. */
  readonly properties: Readonly<Record<"name", string>>;
}

/** A place: longitude and latitude, or coordinates of another CRS. */
export type Position = readonly [number, number];

/** Regions as a collection of features. */
export interface RegionCollection {
  /** The kind of an object in GeoJSON. */
  readonly type: "FeatureCollection";
  /** The CRS, where the coordinates are not WGS 84. */
  readonly crs?: NamedCrs;
  /** Sentence about coordinates that are not WGS 84. */
  readonly note?: string;
  /** A feature for each region. */
  readonly features: readonly RegionFeature[];
}

/** The regions of one sentence. */
export interface SentenceRegions {
  /** The sentence. */
  readonly text: string;
  /** Its regions, best first. */
  readonly regions: readonly FoundRegion[];
}

/** Options of `regionsToGeoJson`. */
export interface GeoJsonRegionOptions {
  /**
   * Transforms the coordinates to longitude and latitude (WGS 84), which RFC 7946 asks for; false by default. Where proj4
   * does not know the CRS of the image, the coordinates stay in it, and `note` says so.
   */
  readonly wgs84?: boolean;
}

/**
 * Returns regions as GeoJSON in the CRS of the image, which the member `crs` names where it is not WGS 84. Without a
 * georeference the coordinates are pixels, and `note` says so.
 *
 * @example
 * const image = await TiledImage.open(model, "harbour.tif", { tileSizes: [128] });
 * const text = "white boats at a pier";
 * const regions = bestRegions(await image.locate(text));
 * const { features, note } = regionsToGeoJson([{ text, regions }], image.image.georeference);
 * console.log(features.length, note);
 * await image.dispose();
 */
export function regionsToGeoJson(
  found: readonly SentenceRegions[],
  georeference: Georeference | undefined,
  { wgs84 = false }: GeoJsonRegionOptions = {},
): RegionCollection {
  const { place, ...members } = coordinates(georeference, wgs84);
  const features = found.flatMap(({ text, regions }) =>
    regions.map((region, i): RegionFeature => {
      const { score, peak, area, left, top, width, height } = region;
      return {
        type: "Feature",
        geometry: { type: "Polygon", coordinates: [ring(region, place)] },
        properties: { text, rank: i + 1, score, peak, area, left, top, width, height },
      };
    }),
  );
  return { type: "FeatureCollection", ...members, features };
}

/** Code of WGS 84 in longitude and latitude, which GeoJSON has without a name. */
const epsgOfWgs84 = 4326;

type Place = (x: number, y: number) => Position;

function coordinates(
  georeference: Georeference | undefined,
  wgs84: boolean,
): Pick<RegionCollection, "crs" | "note"> & { readonly place: Place } {
  if (!georeference) {
    return {
      note: "The image has no georeference, so the coordinates are pixels from the upper left corner.",
      place: (x, y) => [x, y],
    };
  }
  const way = wgs84 ? toWgs84(georeference) : undefined;
  if (way && "project" in way) {
    // Seven decimals of a degree are a centimeter.
    const rounded = (degrees: number) => Math.round(degrees * 1e7) / 1e7;
    return {
      place: (x, y) => {
        const [longitude, latitude] = way.project(...pixelToCrs(georeference, x, y));
        return [rounded(longitude), rounded(latitude)];
      },
    };
  }
  const { epsg } = georeference;
  const named = epsg !== undefined && epsg !== epsgOfWgs84;
  const note = way
    ? `The coordinates are those of the image's CRS and not WGS 84: ${way.reason}.`
    : epsg === undefined &&
      "The coordinates are those of the image's CRS, which the file does not name by a code.";
  return {
    ...(named && { crs: { type: "name", properties: { name: `urn:ogc:def:crs:EPSG::${epsg}` } } }),
    ...(note && { note }),
    place: (x, y) => pixelToCrs(georeference, x, y),
  };
}

/** Returns the closed ring of a box, counterclockwise where y points up. */
function ring({ left, top, width, height }: FoundRegion, place: Place): Position[] {
  const [right, bottom] = [left + width, top + height];
  const corners = [place(left, top), place(left, bottom), place(right, bottom), place(right, top)];
  const doubleArea = corners.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = corners[(i + 1) % corners.length]!;
    return sum + x * nextY - nextX * y;
  }, 0);
  const ordered = doubleArea < 0 ? corners.toReversed() : corners;
  return [...ordered, ordered[0]!];
}
