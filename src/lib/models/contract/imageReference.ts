// The images of a batch by name.

/** An image as messages and side files know it. */
export interface ImageReference {
  /** The file's name, such as `port_1.jpg`, or a description such as `image 3`. */
  readonly name: string;
  /** The file; undefined for an image in memory. */
  readonly path?: string;
}
