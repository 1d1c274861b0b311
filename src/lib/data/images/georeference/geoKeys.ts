// The georeference of an image as tags of a GeoTIFF (OGC 19-008).
import { tag } from "../formats/tiff/directories.js";
import type { Georeference } from "./georeference.js";
import { ascii, doubles, shorts, type TiffEntry } from "./tiffEntries.js";

/** Keys of the GeoKeyDirectory. */
const key = { modelType: 1024, rasterType: 1025, geographic: 2048, projected: 3072, projectedCitation: 3073 };
const [projected, geographic] = [1, 2];
const pixelIsArea = 1;
const userDefined = 32767;

/** Returns the tags of a georeference. */
export function geoEntries({ transform, epsg, wkt, geographic: isGeographic }: Georeference): TiffEntry[] {
  const [left, pixelWidth, rowRotation, top, columnRotation, pixelHeight] = transform;
  const isStraight = rowRotation === 0 && columnRotation === 0 && pixelWidth > 0 && pixelHeight < 0;
  const place = isStraight
    ? [
        doubles(tag.pixelScale, [pixelWidth, -pixelHeight, 0]),
        doubles(tag.tiePoints, [0, 0, 0, left, top, 0]),
      ]
    : [
        doubles(tag.transformation, [
          ...[pixelWidth, rowRotation, 0, left],
          ...[columnRotation, pixelHeight, 0, top],
          ...[0, 0, 0, 0],
          ...[0, 0, 0, 1],
        ]),
      ];
  const citation = epsg === undefined && wkt !== undefined ? `ESRI PE String = ${wkt}|` : undefined;
  const keys: (readonly [name: number, place: number, count: number, value: number])[] = [
    [key.rasterType, 0, 1, pixelIsArea],
  ];
  if (epsg !== undefined || citation !== undefined) {
    keys.push([key.modelType, 0, 1, isGeographic ? geographic : projected]);
    keys.push([isGeographic ? key.geographic : key.projected, 0, 1, epsg ?? userDefined]);
  }
  if (citation !== undefined)
    keys.push([key.projectedCitation, tag.geoTexts, Buffer.byteLength(citation), 0]);
  keys.sort((a, b) => a[0] - b[0]);
  return [
    ...place,
    shorts(tag.geoKeys, [1, 1, 0, keys.length, ...keys.flat()]),
    ...(citation === undefined ? [] : [ascii(tag.geoTexts, citation)]),
  ];
}
