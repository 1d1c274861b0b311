// Longitude and latitude of places in a CRS, by proj4.
import proj4 from "proj4";
import type { Georeference } from "./georeference.js";

/** A function from coordinates of a CRS to longitude and latitude (WGS 84) in degrees, or the reason why there is none. */
export type ToWgs84 =
  | { readonly project: (east: number, north: number) => [longitude: number, latitude: number] }
  | { readonly reason: string };

/** Returns the way from the CRS of an image to WGS 84. proj4 knows UTM, Web Mercator and WGS 84 by code, and reads WKT. */
export function toWgs84({ epsg, wkt }: Georeference): ToWgs84 {
  const definition = epsg !== undefined && proj4.defs(`EPSG:${epsg}`) ? `EPSG:${epsg}` : wkt;
  if (definition === undefined) {
    const reason =
      epsg === undefined
        ? "the file does not name its CRS"
        : `proj4 does not know EPSG:${epsg}, and the file has no WKT of it`;
    return { reason };
  }
  try {
    const converter = proj4(definition, "WGS84");
    return { project: (east, north) => converter.forward([east, north]) as [number, number] };
  } catch (error) {
    return { reason: `proj4 cannot read the WKT of its CRS (${String((error as Error).message ?? error)})` };
  }
}
