// The georeference in the tags of a GeoTIFF.
import { type Directory, tag } from "../formats/tiff/directories.js";
import { type Georeference, type GeoTransform, isRegular } from "./georeference.js";

/** A georeference, or the reason why there is none. */
export interface FoundGeoreference {
  readonly georeference?: Georeference;
  /** One sentence, where the file has a georeference that is not used. */
  readonly problem?: string;
}

/** Keys of the GeoKeyDirectory. */
const key = {
  rasterType: 1025,
  citation: 1026,
  geographic: 2048,
  geographicCitation: 2049,
  projected: 3072,
  projectedCitation: 3073,
};
const pixelIsPoint = 2;
/** Value of a CRS that is defined by other keys. */
const userDefined = 32767;

/** Reads the georeference of a TIFF. */
export function geoTagsOf(directory: Directory): FoundGeoreference {
  const keys = geoKeysOf(directory);
  const points = directory.numbers(tag.tiePoints);
  const scale = directory.numbers(tag.pixelScale);
  const matrix = directory.numbers(tag.transformation);
  const transform = matrix.length >= 8 ? matrixTransform(matrix) : tiePointTransform(scale, points);
  if (!transform) {
    if (points.length <= 6) return {};
    return {
      problem: `the image has ${points.length / 6} ground control points and no affine georeference; rectify it with gdalwarp IN OUT.tif`,
    };
  }
  const corner = keys.number(key.rasterType) === pixelIsPoint ? fromCenter(transform) : transform;
  if (!isRegular(corner))
    return {
      problem: `the georeference ${JSON.stringify(corner)} has no inverse; correct it with gdal_edit.py -a_ullr`,
    };
  return { georeference: { transform: corner, ...crsOf(keys) } };
}

function matrixTransform(m: readonly number[]): GeoTransform {
  return [m[3]!, m[0]!, m[1]!, m[7]!, m[4]!, m[5]!];
}

function tiePointTransform(scale: readonly number[], points: readonly number[]): GeoTransform | undefined {
  if (scale.length < 2 || points.length < 6) return undefined;
  const [column, row, , east, north] = points as [number, number, number, number, number];
  const [width, height] = scale as [number, number];
  return [east - column * width, width, 0, north + row * height, 0, -height];
}

/** Moves a transform of pixel centers to the corners of the pixels. */
export function fromCenter(t: GeoTransform): GeoTransform {
  return [t[0] - (t[1] + t[2]) / 2, t[1], t[2], t[3] - (t[4] + t[5]) / 2, t[4], t[5]];
}

interface GeoKeys {
  number(name: number): number | undefined;
  text(name: number): string | undefined;
}

/** Reads the keys: a number each, or a place in the tag of texts. */
function geoKeysOf(directory: Directory): GeoKeys {
  const list = directory.numbers(tag.geoKeys);
  const texts = directory.text(tag.geoTexts)[0] ?? "";
  const numbers = new Map<number, number>();
  const words = new Map<number, string>();
  for (let at = 4; at + 3 < list.length; at += 4) {
    const [name, place, count, value] = list.slice(at, at + 4) as [number, number, number, number];
    if (place === 0) numbers.set(name, value);
    if (place === tag.geoTexts) words.set(name, texts.slice(value, value + count).replace(/[|\0]+$/, ""));
  }
  return { number: (name) => numbers.get(name), text: (name) => words.get(name) };
}

function crsOf(keys: GeoKeys): Pick<Georeference, "epsg" | "wkt" | "geographic"> {
  const code = [key.projected, key.geographic].map(keys.number).find((one) => one !== undefined);
  const citation = [key.projectedCitation, key.citation, key.geographicCitation]
    .map(keys.text)
    .find((text) => text !== undefined && isWkt(text));
  const epsg = code === undefined || code === userDefined || code === 0 ? {} : { epsg: code };
  const isGeographic = keys.number(key.projected) === undefined && keys.number(key.geographic) !== undefined;
  return {
    ...epsg,
    ...(isGeographic && { geographic: true }),
    ...(citation && { wkt: wktIn(citation) }),
  };
}

const wktStart = /(PROJCS|GEOGCS|PROJCRS|GEOGCRS|COMPD_CS|LOCAL_CS)\s*\[/;

/** Reports whether a text holds a CRS as WKT, as Esri's programs write it into a citation. */
export function isWkt(text: string): boolean {
  return wktStart.test(text);
}

/** Reports whether WKT describes longitude and latitude. */
export function isGeographicWkt(wkt: string): boolean {
  return /^(GEOGCS|GEOGCRS)/.test(wktIn(wkt));
}

function wktIn(text: string): string {
  return text.slice(text.search(wktStart)).trim();
}
