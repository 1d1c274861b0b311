// The places of an image's pixels on the ground.

/** The affine transform from pixels to the coordinates of a reference system, in the order of GDAL. */
export type GeoTransform = readonly [
  left: number,
  pixelWidth: number,
  rowRotation: number,
  top: number,
  columnRotation: number,
  pixelHeight: number,
];

/** The places of an image's pixels in a coordinate reference system (CRS). */
export interface Georeference {
  /**
   * Coordinates of the point `x`, `y` of the image are `t[0] + t[1]·x + t[2]·y` and `t[3] + t[4]·x + t[5]·y`. The upper left
   * corner of the first pixel is 0, 0, and its center is 0.5, 0.5.
   */
  readonly transform: GeoTransform;
  /** EPSG code of the CRS, such as 32648. */
  readonly epsg?: number;
  /** True for a CRS of longitude and latitude in degrees. */
  readonly geographic?: boolean;
  /** Description of the CRS as WKT, where the file or a `.prj` file beside it has one. */
  readonly wkt?: string;
}

/**
 * Returns the coordinates of a point of an image.
 *
 * @param x distance from the left edge in pixels
 * @param y distance from the upper edge in pixels
 * @example
 * const [east, north] = pixelToCrs({ transform: [300000, 2, 0, 5000000, 0, -2] }, 10, 20);
 * console.log(east, north); // 300020 4999960
 */
export function pixelToCrs({ transform: t }: Georeference, x: number, y: number): [number, number] {
  return [t[0] + t[1] * x + t[2] * y, t[3] + t[4] * x + t[5] * y];
}

/**
 * Returns the point of an image at a place on the ground.
 *
 * @returns distances from the left and upper edge in pixels, which may be outside of the image
 * @example
 * const [x, y] = crsToPixel({ transform: [300000, 2, 0, 5000000, 0, -2] }, 300020, 4999960);
 * console.log(x, y); // 10 20
 */
export function crsToPixel({ transform: t }: Georeference, east: number, north: number): [number, number] {
  const determinant = t[1] * t[5] - t[2] * t[4];
  const [x, y] = [east - t[0], north - t[3]];
  return [(t[5] * x - t[2] * y) / determinant, (t[1] * y - t[4] * x) / determinant];
}

/** Returns the georeference of an image whose pixels are squares of the image's pixels. @param size side of a square */
export function georeferenceOfCells(georeference: Georeference, size: number): Georeference {
  const [left, pixelWidth, rowRotation, top, columnRotation, pixelHeight] = georeference.transform;
  const transform: GeoTransform = [
    left,
    pixelWidth * size,
    rowRotation * size,
    top,
    columnRotation * size,
    pixelHeight * size,
  ];
  return { ...georeference, transform };
}

/** Reports whether a transform maps different pixels to different places. */
export function isRegular(transform: GeoTransform): boolean {
  const determinant = transform[1] * transform[5] - transform[2] * transform[4];
  return transform.every(Number.isFinite) && determinant !== 0;
}
