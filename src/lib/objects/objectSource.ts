// Objects of images as a local branch reads them: 20 objects of 20 numbers, and a graph over them.

/** Number of objects of an image. Rows without an object are zero. */
export const objectCount = 20;
/** Number of values that describe an object. */
export const objectChannels = 20;

/** The ways in which objects come about. A model reads the kind that it was trained with, and no other. */
export const objectKinds = ["released", "boxes", "segments", "grid"] as const;
/**
 * `released` is the authors' file of matrices. `boxes` are detections or annotations. `segments` are regions of the image
 * itself. `grid` cuts the image into 5 × 4 equal cells.
 */
export type ObjectKind = (typeof objectKinds)[number];

/** Objects of images, and the graphs over them. */
export interface ObjectGraphs {
  /** Row-major, [images, 20, 20]: object, then channel. */
  readonly objects: Float32Array;
  /** Row-major, [images, 20, 20]. */
  readonly adjacency: Float32Array;
}

/** An image whose objects are asked for. */
export interface ObjectImage {
  /** The file's name, such as `port_1.tif`. Files of objects are read by it. */
  readonly name: string;
  /** The file. */
  readonly path?: string;
}

/** Pixels of a batch, as the network reads them. */
export interface ObjectPixels {
  /** Height and width of each image in pixels. */
  readonly size: number;
  /** RGB in 0…1, [images, size, size, 3]. */
  readonly values: Float32Array;
}

/** The settings of a source of objects as JSON values. Equal settings and equal images give equal numbers. */
export type ObjectSettings = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** A source of objects. */
export interface ObjectSource {
  /** The way in which the objects come about. A checkpoint keeps it. */
  readonly kind: ObjectKind;
  /** Everything besides the image that the numbers depend on, for the metadata of a checkpoint. */
  readonly settings: ObjectSettings;
  /**
   * Reads the objects of a batch.
   *
   * @param images one for each row of the pixels
   * @throws {DataError} that names an image without an entry
   */
  read(images: readonly ObjectImage[], pixels: ObjectPixels): Promise<ObjectGraphs>;
}
