// Regions of an image as GeoJSON (RFC 7946), which geographic information systems open.
import { type Georeference, pixelToCrs } from "../../data/images/georeference/georeference.js";
import { toWgs84 } from "../../data/images/georeference/wgs84.js";
import type { FoundRegion } from "./regions.js";

/** A region as a feature. */
export interface RegionFeature {
  readonly type: "Feature";
  /** The box, counterclockwise and closed. */
  readonly geometry: { readonly type: "Polygon"; readonly coordinates: readonly (readonly Position[])[] };
  /** The sentence, the rank from 1, the values of the map, and the box in pixels. */
  readonly properties: {
    readonly text: string;
    readonly rank: number;
    readonly score: number;
    readonly peak: number;
    readonly area: number;
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
  };
}

/** A place: longitude and latitude, or coordinates of another CRS. */
export type Position = readonly [number, number];

/** Regions as a collection of features. */
export interface RegionCollection {
  readonly type: "FeatureCollection";
  /** The CRS, where the coordinates are not WGS 84 (GeoJSON of 2008). */
  readonly crs?: { readonly type: "name"; readonly properties: { readonly name: string } };
  /** Sentence about coordinates that are not WGS 84. */
  readonly note?: string;
  readonly features: readonly RegionFeature[];
}

/** The regions of one sentence. */
export interface SentenceRegions {
  /** The sentence. */
  readonly text: string;
  /** Its regions, best first. */
  readonly regions: readonly FoundRegion[];
}

/**
 * Returns regions as GeoJSON in longitude and latitude. Where proj4 does not know the CRS of the image, the coordinates are
 * those of the CRS, which the member `crs` names. Without a georeference they are pixels. `note` then says so.
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
): RegionCollection {
  const { place, ...members } = coordinates(georeference);
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

type Place = (x: number, y: number) => Position;

function coordinates(
  georeference: Georeference | undefined,
): Pick<RegionCollection, "crs" | "note"> & { readonly place: Place } {
  if (!georeference) {
    return {
      note: "The image has no georeference, so the coordinates are pixels from the upper left corner.",
      place: (x, y) => [x, y],
    };
  }
  const way = toWgs84(georeference);
  if ("project" in way) {
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
  return {
    ...(epsg !== undefined && {
      crs: { type: "name", properties: { name: `urn:ogc:def:crs:EPSG::${epsg}` } },
    }),
    note: `The coordinates are those of the image's CRS and not WGS 84: ${way.reason}.`,
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
